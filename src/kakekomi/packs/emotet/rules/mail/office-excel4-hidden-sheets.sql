-- id: mail/office-excel4-hidden-sheets
-- title.ja: 隠しシートと古い形式のマクロ
-- title.en: Hidden sheets beside an Excel 4.0 macro
-- says.ja: 「{name}」は古い形式のマクロを持ち、シート{hidden_sheets}枚を隠しています。
-- says.en: "{name}" has an Excel 4.0 macro and hides {hidden_sheets} sheet(s).
-- weight: 5
-- attack: T1564
-- since: 2021-11
-- false-positives.ja: 計算用シートを隠した古い業務用ファイル
-- false-positives.en: Old workbooks with hidden calculation sheets
-- source: unit42-iocs
SELECT a.subject, a.name, o.hidden_sheets
FROM   office o
JOIN   attachment a ON a.subject = o.subject AND a.node = o.node
WHERE  o.xlm AND o.hidden_sheets > 0
