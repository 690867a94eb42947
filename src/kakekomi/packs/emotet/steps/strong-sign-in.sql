-- id: strong-sign-in
-- order: 320
-- title.ja: 長いパスワードと二段階認証を使う
-- title.en: Long passwords and two-step sign-in
-- says.ja: メールとクラウドに、使い回さない長いパスワードと、二段階認証を設定してください。
-- says.en: Mail and cloud get long passwords used nowhere else, and two-step sign-in.
-- stages: prevention
-- role: employee
-- minutes: 30
-- danger.ja: 確認コードを人に教えると、二段階認証は役に立ちません。
-- danger.en: A code told to somebody else protects nothing.
-- proof: declaration
-- source: tokyo-emotet-enquiries
-- applies
SELECT o.subject
FROM   organization o
-- proven
SELECT d.subject
FROM   declaration d
WHERE  d.step = 'strong-sign-in'
