-- id: back-up-user-data
-- order: 115
-- title.ja: データを退避する
-- title.en: Back up the data
-- says.ja: 初期化の前に、必要なデータだけを退避し、調べてから戻してください。プログラムは戻しません。
-- says.en: Before reinstalling, save the data you need, and check them before they go back. Don't bring programs back.
-- stages: infected
-- patterns: opened_attachment
-- role: employee
-- minutes: 120
-- danger.ja: 攻撃メールの原本は、メールデータの中にも残っています。Office文書と添付は、検査してから戻します。
-- danger.en: The attack mail is in the mail data too. Check Office documents and attachments before they go back.
-- proof: declaration
-- source: tokyo-emotet-enquiries, jpcert-faq
-- applies
SELECT s.subject
FROM   stage s
WHERE  s.stage = 'infected'
-- proven
SELECT d.subject
FROM   declaration d
WHERE  d.step = 'back-up-user-data'
