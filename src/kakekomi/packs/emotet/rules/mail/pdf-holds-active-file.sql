-- id: mail/pdf-holds-active-file
-- title.ja: 危険なファイルを抱えたPDF
-- title.en: PDF that carries a dangerous file
-- says.ja: PDF「{name}」の中に、開くと動くファイル「{inner}」が入っています。
-- says.en: The PDF "{name}" carries "{inner}", a file that runs when it is opened.
-- weight: 14
-- group: pdf
-- attack: T1566.001, T1027.009
-- since: 2021
-- false-positives.ja: マクロ付きの集計表を綴じた報告書
-- false-positives.en: Reports that carry a workbook with macros
-- source: mitre-techniques
SELECT a.subject, a.name, coalesce(i.name, i.detected_type) AS inner
FROM   attachment a
JOIN   attachment i ON i.subject = a.subject AND i.parent = a.node
LEFT JOIN office o ON o.subject = i.subject AND o.node = i.node
WHERE  a.detected_type = 'pdf'
  AND  (i.detected_type IN ('pe', 'lnk', 'js', 'vbs', 'wsf', 'hta', 'bat', 'ps1', 'msi', 'settings', 'chm', 'iso')
        OR o.autoexec OR o.xlm)
