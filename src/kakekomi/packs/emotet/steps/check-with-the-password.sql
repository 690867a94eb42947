-- id: check-with-the-password
-- order: 13
-- title.ja: 暗号化された添付を、パスワード付きで調べる
-- title.en: Check the encrypted attachment with its password
-- says.ja: 添付は暗号化されていて、中を調べられませんでした。開かずに、届いたパスワードを渡して調べ直してください。
-- says.en: The attachment is encrypted and was not looked into. Don't open it; check again, giving the password.
-- stages: prevention
-- role: employee
-- minutes: 5
-- danger.ja: パスワードが別のメールで届いても、本物のしるしにはなりません。自分で開いて確かめるのはやめましょう。
-- danger.en: A password sent in another mail proves nothing. Don't open it to find out.
-- proof: declaration
-- source: tokyo-column-19
-- applies
SELECT c.subject
FROM   check_result c JOIN gap g ON g.subject = c.subject
WHERE  c.kind = 'mail' AND c.verdict <> 'detected'
       AND g.what IN ('attachment', 'archive', 'document') AND g.why = 'encrypted'
-- proven
SELECT d.subject
FROM   declaration d
WHERE  d.step = 'check-with-the-password'
