-- id: suspected
-- order: 2
-- title.ja: 感染の疑い
-- title.en: Suspected
-- says.ja: 感染しているかもしれません。切り離してから、確かめます。
-- says.en: There may be an infection. Cut off first, then find out.
-- source: tokyo-emotet-enquiries, police-tokyo-emotet
SELECT p.subject
FROM   pattern p
WHERE  p.pattern IN ('opened_attachment', 'our_name_abused')
UNION
SELECT c.subject
FROM   check_result c
WHERE  c.kind IN ('pc', 'report') AND c.verdict = 'not_checked'
       AND NOT EXISTS (SELECT 1 FROM pc h WHERE h.subject = c.subject AND h.platform <> 'windows')
