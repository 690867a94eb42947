-- id: mail/lure-enable-content
-- title.ja: 「有効化」を押させる誘い文句
-- title.en: Text that talks the reader into enabling content
-- says.ja: 文書「{name}」の中に、「コンテンツの有効化」を押させようとする文があります(「{lure}」)。
-- says.en: The document "{name}" asks its reader to enable content ("{lure}").
-- weight: 8
-- group: lure
-- attack: T1204.002
-- since: 2014
-- false-positives.ja: マクロの使い方を説明した社内マニュアル
-- false-positives.en: Manuals that explain macros
-- source: ipa-situation-2022-03, unit42-iocs
SELECT a.subject, a.name, o.lure
FROM   office o
JOIN   attachment a ON a.subject = o.subject AND a.node = o.node
WHERE  o.lure_kind = 'enable_content' AND o.macro
