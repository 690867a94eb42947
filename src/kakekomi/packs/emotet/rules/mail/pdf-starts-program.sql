-- id: mail/pdf-starts-program
-- title.ja: プログラムを起動するPDF
-- title.en: PDF that starts a program
-- says.ja: PDF「{name}」には、プログラムや別のファイルを起動する命令({launch})があります。ふつうの書類にはありません。
-- says.en: The PDF "{name}" contains a command that starts a program or another file ({launch}). Ordinary papers have none.
-- weight: 12
-- group: pdf
-- attack: T1204.002, T1566.001
-- since: 2018
-- false-positives.ja: 添付資料を開くしかけのある電子カタログ
-- false-positives.en: Electronic catalogues that open their own material
-- source: mitre-techniques
SELECT p.subject, a.name, p.launch
FROM   pdf p
JOIN   attachment a ON a.subject = p.subject AND a.node = p.node
WHERE  p.launch IS NOT NULL
