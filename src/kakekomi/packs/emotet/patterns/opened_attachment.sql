-- id: opened_attachment
-- order: 1
-- title.ja: パターン1 添付ファイルやリンクを開いた
-- title.en: Pattern 1: an attachment or a link was opened
-- says.ja: 不審なメールの添付やリンクを開いたか、このパソコンに感染のしるしがあります。社内のほかのパソコンにも広がっているおそれがあります。
-- says.en: An attachment or link of a suspicious mail was opened, or this PC shows signs of infection. Other PCs of the network may be affected.
-- source: tokyo-emotet-enquiries, jpcert-faq
SELECT coalesce(p.subject, a.subject) AS subject
FROM   answer a LEFT JOIN pc p ON p.subject = a.subject OR p.person = a.subject
WHERE  a.question = 'opened' AND a.value IN ('yes', 'not_sure')
       AND coalesce(p.platform, 'windows') = 'windows'
UNION
SELECT c.subject
FROM   check_result c
WHERE  c.kind IN ('pc', 'report') AND c.verdict IN ('detected', 'suspicious')
