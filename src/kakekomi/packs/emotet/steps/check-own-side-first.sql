-- id: check-own-side-first
-- order: 24
-- title.ja: まず自社の側を疑って確かめる
-- title.en: Look at your own side first
-- says.ja: 相手を疑う前に、自社のすべてのパソコンと、差出人に見える人を確かめてください。
-- says.en: Before you suspect a partner, check all your PCs and the person shown as sender.
-- stages: suspected
-- patterns: our_name_abused
-- role: administrator
-- minutes: 120
-- danger.ja: 表示名が自社だからといって、自社が感染したとは限りません。決めつけずに調べます。
-- danger.en: Your name on a mail does not prove that you are infected. Don't jump to conclusions.
-- proof: fact
-- source: tokyo-emotet-enquiries, jpcert-faq
-- applies
SELECT p.subject
FROM   pattern p
WHERE  p.pattern = 'our_name_abused'
-- proven
SELECT p.subject
FROM   pattern p
WHERE  p.pattern = 'our_name_abused'
       AND EXISTS (SELECT 1 FROM pc h WHERE h.platform = 'windows')
       AND NOT EXISTS (SELECT 1 FROM pc h
                       WHERE h.platform = 'windows'
                             AND NOT EXISTS (SELECT 1 FROM check_result c
                                             WHERE c.subject = h.subject
                                                   AND c.verdict <> 'not_checked'))
       AND EXISTS (SELECT 1 FROM organization o
                   WHERE o.pcs_total <= (SELECT count(*) FROM pc h))
UNION
SELECT d.subject
FROM   declaration d
WHERE  d.step = 'check-own-side-first'
