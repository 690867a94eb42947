-- id: host/content-enabled-elsewhere
-- title.ja: 「コンテンツの有効化」の記録
-- title.en: Content was enabled in a document
-- says.ja: {username} が文書「{path}」で「コンテンツの有効化」を押した記録があります。業務用のファイルなら問題ありません。心当たりがあるか確かめてください。
-- says.en: Office recorded that {username} enabled content in "{path}". For a business workbook this is normal; see whether it rings a bell.
-- weight: 1
-- group: exposure
-- caps: suspicious
-- attack: T1204.002
-- since: 2014
-- false-positives.ja: 業務用マクロ
-- false-positives.en: Business macros
-- source: office-trust-records
SELECT t.subject, t.path, t.username, t.at
FROM   office_trust t
WHERE  t.enabled_content
