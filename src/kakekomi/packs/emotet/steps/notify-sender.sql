-- id: notify-sender
-- order: 63
-- title.ja: メールの送り主に知らせる
-- title.en: Tell the sender of the mail
-- says.ja: 差出人とされた相手に電話し、名前が悪用されていて、感染しているおそれもあることを伝えてください。
-- says.en: Call the person shown as sender: their name is being abused, and they may be infected.
-- stages: prevention, suspected, infected
-- patterns: opened_attachment, our_name_abused, received_only
-- role: administrator
-- minutes: 5
-- danger.ja: そのメールに返信してはいけません。感染していると決めつけるのもやめます。
-- danger.en: Don't reply to the mail, and don't say that they are infected.
-- proof: fact
-- source: jpcert-faq, tokyo-emotet-enquiries
-- applies
SELECT c.subject
FROM   check_result c
WHERE  c.kind = 'mail' AND c.verdict = 'detected'
-- proven
SELECT n.subject
FROM   notice n
WHERE  n.kind = 'sender' AND n.status = 'sent'
UNION
SELECT d.subject
FROM   declaration d
WHERE  d.step = 'notify-sender'
