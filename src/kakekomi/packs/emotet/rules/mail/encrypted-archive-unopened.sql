-- id: mail/encrypted-archive-unopened
-- title.ja: 開けなかった暗号化添付
-- title.en: Encrypted attachment that could not be opened
-- says.ja: 添付「{name}」は暗号化されていて、中を調べられませんでした。送り主に電話で確かめるまで開かないでください。
-- says.en: The attachment "{name}" is encrypted and could not be looked into. Do not open it before you have phoned the sender.
-- weight: 3
-- group: container
-- attack: T1027.013
-- since: 2020-09
-- false-positives.ja: パスワードを別のメールや電話で伝える取引先
-- false-positives.en: Partners who send the password separately
-- source: tokyo-column-19
SELECT a.subject, a.name
FROM   attachment a
WHERE  a.encrypted AND a.opened_with IS NULL AND a.detected_type IN ('zip', '7z', 'rar')
