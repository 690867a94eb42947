-- id: ask-the-shown-sender
-- order: 26
-- title.ja: 差出人に見える人に聞く
-- title.en: Ask the person shown as sender
-- says.ja: 差出人として名前が出ている社員に、不審なメールを受け取ったか、添付を開いたかを聞いてください。
-- says.en: Ask the colleague whose name is shown whether they got a suspicious mail and opened it.
-- stages: suspected
-- patterns: our_name_abused
-- role: administrator
-- minutes: 10
-- danger.ja: 責める聞き方をすると、本当のことが出てきません。
-- danger.en: If you blame people, you won't hear the truth.
-- proof: fact
-- source: jpcert-faq, press-jpcert-faq
-- applies
SELECT p.subject
FROM   pattern p
WHERE  p.pattern = 'our_name_abused'
-- proven
SELECT p.subject
FROM   pattern p
WHERE  p.pattern = 'our_name_abused'
       AND EXISTS (SELECT 1
                   FROM message m
                        JOIN person q ON lower(q.address) IN (lower(m.from_address), lower(m.from_name_address))
                        JOIN answer a ON a.subject = q.subject AND a.question = 'opened')
UNION
SELECT d.subject
FROM   declaration d
WHERE  d.step = 'ask-the-shown-sender'
