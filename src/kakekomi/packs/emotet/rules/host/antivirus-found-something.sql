-- id: host/antivirus-found-something
-- title.ja: ウイルス対策ソフトが何かを検知
-- title.en: The antivirus found something
-- says.ja: ウイルス対策ソフト({product})が「{threat}」を見つけました。Emotetとは限りませんが、放置せず、処置が済んだか確かめてください。
-- says.en: The antivirus ({product}) found "{threat}". It need not be Emotet, but do not leave it: see whether it was dealt with.
-- weight: 12
-- group: antivirus
-- caps: suspicious
-- since: 2014
-- false-positives.ja: 広告ソフトや検査用ファイル
-- false-positives.en: Advertising programs, test files
-- source: mitre-emotet
SELECT t.subject, t.name AS threat, t.product, coalesce(t.path, '?') AS path
FROM   av_threat t
