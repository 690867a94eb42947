-- id: change-mail-password
-- order: 55
-- title.ja: メールのパスワードを別の端末から変える
-- title.en: Change the mail password from another device
-- says.ja: そのパソコンで使っていたメールのパスワードを、別のきれいな端末から変え、すべての端末からサインアウトしてください。
-- says.en: From another, clean device change the password of each mail account used on that PC, and sign out everywhere.
-- stages: suspected, infected
-- patterns: opened_attachment
-- role: employee
-- minutes: 5
-- danger.ja: 感染の疑いがあるパソコンで変えると、新しいパスワードも盗まれます。
-- danger.en: Changed on the suspected PC, the new password is stolen too.
-- proof: declaration
-- source: jpcert-faq, doslabo-passwords, ipa-situation-2020-07
-- applies
SELECT a.subject
FROM   account a JOIN pattern p ON p.subject = a.pc AND p.pattern = 'opened_attachment'
WHERE  a.kind = 'mail'
UNION
SELECT p.subject
FROM   pattern p LEFT JOIN account a ON a.pc = p.subject AND a.kind = 'mail'
WHERE  p.pattern = 'opened_attachment' AND a.subject IS NULL
-- proven
SELECT d.subject
FROM   declaration d
WHERE  d.step = 'change-mail-password'
