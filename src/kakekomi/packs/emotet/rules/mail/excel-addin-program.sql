-- id: mail/excel-addin-program
-- title.ja: Excelアドイン形式のプログラム
-- title.en: Program as Excel add-in
-- says.ja: 添付「{name}」はExcelの追加部品(.xll)の形をしたプログラムです。開くとそのまま動きます。
-- says.en: The attachment "{name}" is a program in the form of an Excel add-in (.xll). Opening it runs it.
-- weight: 20
-- group: active-file
-- attack: T1137.006, T1204.002
-- since: 2022-01
-- false-positives.ja: 金融機関などが配るExcel用部品
-- false-positives.en: Add-ins handed out by financial data services
-- source: mitre-emotet
SELECT a.subject, a.name, a.detected_type AS kind
FROM   attachment a
WHERE  a.extension = 'xll' AND a.detected_type IN ('pe', 'dll', 'exe')
