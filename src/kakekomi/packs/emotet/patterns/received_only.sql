-- id: received_only
-- order: 3
-- title.ja: 不審なメールが届いた(開いたという知らせはない)
-- title.en: A suspicious mail arrived (nobody said that it was opened)
-- says.ja: 不審なメールが届いていますが、開いたという知らせはありません。届いただけでは、ふつう感染しません。
-- says.en: A suspicious mail arrived, and nobody said that it was opened. Arriving alone does not normally infect a PC.
-- source: ipa-measures
SELECT c.subject
FROM   check_result c
WHERE  c.kind = 'mail' AND c.verdict IN ('detected', 'suspicious')
       AND NOT EXISTS (SELECT 1 FROM answer a
                       WHERE a.subject = c.subject AND a.question = 'opened' AND a.value <> 'no')
UNION
SELECT a.subject
FROM   answer a
WHERE  a.question = 'opened' AND a.value = 'no'
