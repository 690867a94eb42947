-- id: infected
-- order: 3
-- title.ja: 感染した、または感染したものとして扱う
-- title.en: Infected, or treated as infected
-- says.ja: 感染のしるしがあるか、マクロやプログラムを動かしています。検査で見つからなくても、感染したものとして扱います。
-- says.en: There are signs of infection, or a macro or program was run. It is treated as infected even if a check finds nothing.
-- source: police-tokyo-emotet, njccic-2018-11
SELECT c.subject
FROM   check_result c
WHERE  c.kind IN ('pc', 'report') AND c.verdict = 'detected'
UNION
SELECT p.subject
FROM   pattern p JOIN answer a ON a.subject = p.subject
WHERE  p.pattern = 'opened_attachment'
       AND a.question = 'kind' AND a.value IN ('content_enabled', 'script', 'not_sure')
UNION
SELECT p.subject
FROM   pattern p
       JOIN pc h ON h.subject = p.subject
       JOIN answer a ON a.subject = h.person
WHERE  p.pattern = 'opened_attachment'
       AND a.question = 'kind' AND a.value IN ('content_enabled', 'script', 'not_sure')
