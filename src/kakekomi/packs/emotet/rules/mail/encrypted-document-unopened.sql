-- id: mail/encrypted-document-unopened
-- title.ja: 開けなかった暗号化文書
-- title.en: Encrypted document that could not be opened
-- says.ja: 文書「{name}」は暗号化されていて、中を調べられませんでした。送り主に電話で確かめるまで開かないでください。
-- says.en: The document "{name}" is encrypted and could not be looked into. Do not open it before you have phoned the sender.
-- weight: 2
-- group: container
-- attack: T1027.013
-- since: 2018
-- false-positives.ja: パスワードを別のメールや電話で伝える取引先
-- false-positives.en: Partners who send the password separately
-- source: mitre-techniques
SELECT a.subject, a.name
FROM   attachment a
WHERE  a.encrypted AND a.opened_with IS NULL
AND    (a.detected_type = 'pdf'
        OR EXISTS (SELECT 1 FROM office o
                   WHERE o.subject = a.subject AND o.node = a.node AND o.encrypted))
