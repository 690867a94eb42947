-- id: keep-administrator-accounts-away
-- order: 61
-- title.ja: 管理者の権限でログインしない
-- title.en: Don't log in with administrator accounts
-- says.ja: 感染したパソコンに、社内全体の管理者アカウントでログインしないでください。
-- says.en: Don't log in to the infected PC with an account that administers the whole network.
-- stages: infected
-- patterns: opened_attachment
-- role: administrator
-- minutes: 1
-- danger.ja: そのパスワードが盗まれると、すべてのパソコンとサーバーに広がります。
-- danger.en: If its password is stolen, every PC and server is open.
-- proof: declaration
-- source: mitre-emotet
-- applies
SELECT s.subject
FROM   stage s
WHERE  s.stage = 'infected'
-- proven
SELECT d.subject
FROM   declaration d
WHERE  d.step = 'keep-administrator-accounts-away'
