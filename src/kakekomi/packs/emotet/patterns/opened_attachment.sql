-- id: opened_attachment
-- order: 1
-- title.ja: パターン1 添付やリンクを開いた、または感染のしるしがある
-- title.en: Pattern 1: an attachment or link was opened, or there are signs of infection
-- says.ja: 不審なメールの添付やリンクを開いたか、このパソコンに感染のしるしがあります。社内のほかのパソコンにも広がっているおそれがあります。
-- says.en: An attachment or link of a suspicious mail was opened, or this PC shows signs of infection. Other PCs of the network may be affected.
-- source: tokyo-emotet-enquiries, jpcert-faq
SELECT a.subject
FROM   answer a
       LEFT JOIN pc h ON h.subject = a.subject
       LEFT JOIN pc q ON q.person = a.subject
WHERE  a.question = 'opened' AND a.value IN ('yes', 'not_sure')
       AND q.subject IS NULL AND coalesce(h.platform, 'windows') = 'windows'
UNION
SELECT h.subject
FROM   answer a JOIN pc h ON h.person = a.subject
WHERE  a.question = 'opened' AND a.value IN ('yes', 'not_sure') AND h.platform = 'windows'
UNION
SELECT c.subject
FROM   check_result c
WHERE  c.kind IN ('pc', 'report') AND c.verdict IN ('detected', 'suspicious')
