-- id: check-every-pc
-- order: 72
-- title.ja: 社内のすべてのパソコンを調べる
-- title.en: Check every PC
-- says.ja: 同じネットワークのWindowsパソコンを、1台残らず調べ、台帳で漏れをなくしてください。
-- says.en: Check every Windows PC of the same network, and keep a ledger so that none is missed.
-- stages: suspected, infected
-- patterns: opened_attachment, our_name_abused
-- role: administrator
-- minutes: 120
-- danger.ja: 1台でも残ると、そこからまた広がります。休んでいる人や、しまってあるパソコンも忘れずに。
-- danger.en: A single one left can spread it again. Remember absent people's and stored PCs.
-- proof: fact
-- source: tokyo-emotet-enquiries, jpcert-faq
-- applies
SELECT o.subject
FROM   organization o
WHERE  EXISTS (SELECT 1 FROM pattern p
               WHERE p.pattern IN ('opened_attachment', 'our_name_abused'))
-- proven
SELECT o.subject
FROM   organization o
WHERE  o.pcs_total <= (SELECT count(DISTINCT c.subject) FROM check_result c JOIN pc h USING (subject)
                       WHERE c.verdict <> 'not_checked')
       AND NOT EXISTS (SELECT 1 FROM pc h
                       WHERE h.platform = 'windows'
                             AND NOT EXISTS (SELECT 1 FROM check_result c
                                             WHERE c.subject = h.subject
                                                   AND c.verdict <> 'not_checked'))
UNION
SELECT d.subject
FROM   declaration d
WHERE  d.step = 'check-every-pc'
