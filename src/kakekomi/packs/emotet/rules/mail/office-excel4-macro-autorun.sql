-- id: mail/office-excel4-macro-autorun
-- title.ja: 自動で動く古い形式(Excel 4.0)のマクロ
-- title.en: Excel 4.0 macro that runs by itself
-- says.ja: 「{name}」の古い形式のマクロ(Excel 4.0マクロ)は、有効化するとすぐ動きます。2021年11月から2022年のEmotetがよく使った形です。
-- says.en: The Excel 4.0 macro in "{name}" runs as soon as content is enabled: the form Emotet used most from November 2021 through 2022.
-- weight: 17
-- group: macro
-- attack: T1566.001, T1204.002
-- since: 2021-11
-- false-positives.ja: 古い業務用ファイル(まれ)
-- false-positives.en: Old business workbooks (rare)
-- source: unit42-iocs
SELECT a.subject, a.name, o.format
FROM   office o
JOIN   attachment a ON a.subject = o.subject AND a.node = o.node
WHERE  o.xlm AND o.autoexec
