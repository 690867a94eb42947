-- id: collect-original-mails
-- order: 22
-- title.ja: 届いたメールの現物をもらう
-- title.en: Get the original mails
-- says.ja: 知らせてくれた相手に、不審なメールを .eml か .msg のファイルで送ってもらい、開かずに検査してください。
-- says.en: Ask those who told you for the mail as an .eml or .msg file, and check it without opening it.
-- stages: suspected
-- patterns: our_name_abused
-- role: employee
-- minutes: 15
-- danger.ja: ふつうに転送してもらうと、経路の記録が失われます。添付は開きません。
-- danger.en: Plain forwarding loses the route. Don't open the attachment.
-- proof: fact
-- source: jpcert-faq
-- applies
SELECT p.subject
FROM   pattern p
WHERE  p.pattern = 'our_name_abused'
-- proven
SELECT m.subject
FROM   message m
UNION
SELECT p.subject
FROM   pattern p
WHERE  p.pattern = 'our_name_abused' AND EXISTS (SELECT 1 FROM message)
UNION
SELECT d.subject
FROM   declaration d
WHERE  d.step = 'collect-original-mails'
