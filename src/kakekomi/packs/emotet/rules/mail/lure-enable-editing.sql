-- id: mail/lure-enable-editing
-- title.ja: 「編集を有効にする」を押させる誘い文句
-- title.en: Text that talks the reader into enabling editing
-- says.ja: マクロを持つ文書「{name}」の中に、「編集を有効にする」を押させようとする文があります(「{lure}」)。
-- says.en: The document "{name}" has a macro and asks its reader to enable editing ("{lure}").
-- weight: 7
-- group: lure
-- attack: T1204.002
-- since: 2014
-- false-positives.ja: 編集のしかたを説明した申請書式
-- false-positives.en: Forms that explain how to edit them
-- source: ipa-situation-2022-03
SELECT a.subject, a.name, o.lure
FROM   office o
JOIN   attachment a ON a.subject = o.subject AND a.node = o.node
WHERE  o.lure_kind = 'enable_editing' AND o.macro
