-- id: mail/lure-copy-to-trusted-folder
-- title.ja: 特定のフォルダへコピーさせる誘い文句
-- title.en: Text that asks to copy the file to a trusted folder
-- says.ja: 文書「{name}」は、自分を特定のフォルダへコピーして開き直すよう求めています(「{lure}」)。そのフォルダではマクロの警告が出ないまま動きます。
-- says.en: The document "{name}" asks to be copied into a certain folder and opened again ("{lure}"). In that folder macros run without a warning.
-- weight: 16
-- group: lure
-- attack: T1204.002
-- since: 2022-11
-- false-positives.ja: テンプレートの入れ方を説明した資料(マクロ付きではまれ)
-- false-positives.en: Instructions for installing templates
-- source: press-emotet-2022-11
SELECT a.subject, a.name, o.lure
FROM   office o
JOIN   attachment a ON a.subject = o.subject AND a.node = o.node
WHERE  o.lure_kind = 'copy_to_trusted' AND o.macro
