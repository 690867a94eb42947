-- id: mail/office-excel4-macro
-- title.ja: 古い形式(Excel 4.0)のマクロ
-- title.en: Excel 4.0 macro sheet
-- says.ja: 「{name}」には、いまはほぼ使われない古い形式のマクロ(Excel 4.0マクロ)のシートがあります。
-- says.en: "{name}" has a sheet with macros of an old kind (Excel 4.0) that hardly anybody uses any more.
-- weight: 10
-- group: macro
-- attack: T1566.001, T1204.002
-- since: 2021-11
-- false-positives.ja: 1990年代から使い続けている業務用ファイル
-- false-positives.en: Business workbooks in use since the 1990s
-- source: unit42-iocs
SELECT a.subject, a.name, o.format
FROM   office o
JOIN   attachment a ON a.subject = o.subject AND a.node = o.node
WHERE  o.xlm
