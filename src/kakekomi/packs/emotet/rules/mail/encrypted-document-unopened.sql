-- id: mail/encrypted-document-unopened
-- title.ja: 開けなかったパスワード付き文書
-- title.en: Document with a password that could not be opened
-- says.ja: 文書「{name}」にはパスワードがかかっていて、中を調べられませんでした。送り主に電話で確かめるまで開かないでください。
-- says.en: The document "{name}" is protected by a password and could not be looked into. Do not open it before you have phoned the sender.
-- weight: 2
-- group: container
-- attack: T1027.013
-- since: 2018
-- false-positives.ja: パスワードを別のメールや電話で伝える取引先
-- false-positives.en: Partners who send the password separately
-- source: mitre-techniques
SELECT a.subject, a.name, o.format
FROM   office o
JOIN   attachment a ON a.subject = o.subject AND a.node = o.node
WHERE  o.encrypted AND a.encrypted AND a.opened_with IS NULL
