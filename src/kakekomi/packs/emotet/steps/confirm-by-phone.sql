-- id: confirm-by-phone
-- order: 42
-- title.ja: 本物かどうか、電話で確かめる
-- title.en: Ask by phone whether it is genuine
-- says.ja: 差出人に、前から知っている番号へ電話して、本当に送ったかを確かめてください。
-- says.en: Call the sender on a number you already know, and ask whether they sent it.
-- stages: prevention
-- patterns: received_only
-- role: employee
-- minutes: 5
-- danger.ja: メールに書かれた番号や、返信は使いません。にせの相手につながることがあります。
-- danger.en: Don't use a number from the mail, and don't reply: you may reach the impostor.
-- proof: declaration
-- source: ipa-measures
-- applies
SELECT c.subject
FROM   check_result c
WHERE  c.kind = 'mail' AND c.verdict = 'suspicious'
-- proven
SELECT d.subject
FROM   declaration d
WHERE  d.step = 'confirm-by-phone'
