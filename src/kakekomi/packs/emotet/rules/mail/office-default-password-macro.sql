-- id: mail/office-default-password-macro
-- title.ja: 検査よけに暗号化されたマクロ付きExcel
-- title.en: Macro workbook encrypted against scanning
-- says.ja: 「{name}」は暗号化されていますが、Excelが自分で知っているパスワードなので、開く人は気づきません。中にはマクロがあります。ウイルス検査の目を避ける細工です。
-- says.en: "{name}" is encrypted with the password that Excel tries by itself, so that whoever opens it does not notice. It has a macro inside. This hides it from virus scanners.
-- weight: 9
-- group: container
-- attack: T1027.013
-- since: 2018
-- false-positives.ja: ブックの保護をかけた古いExcelファイル
-- false-positives.en: Old workbooks whose structure was protected
-- source: mitre-techniques
SELECT a.subject, a.name, a.opened_with
FROM   attachment a
JOIN   office o ON o.subject = a.subject AND o.node = a.node
WHERE  a.encrypted AND a.opened_with = 'VelvetSweatshop' AND (o.macro OR o.xlm OR o.dde)
