-- id: mail/link-downloads-document
-- title.ja: 文書やプログラムを直接ダウンロードさせるリンク
-- title.en: Link that downloads a document or program
-- says.ja: リンク先({href})を開くと、「{extension}」のファイルがダウンロードされます。
-- says.en: The link ({href}) downloads a file of type "{extension}".
-- weight: 4
-- group: link
-- attack: T1566.002, T1204.001
-- since: 2014
-- false-positives.ja: 自社サイトの資料を案内するメール
-- false-positives.en: Mail pointing to documents on the sender's site
-- source: unit42-iocs
SELECT u.subject, u.href, u.extension
FROM   url u
JOIN   message m ON m.subject = u.subject
WHERE  u.extension IN ('doc', 'docm', 'xls', 'xlsm', 'xlsb', 'js', 'vbs', 'wsf', 'hta', 'lnk', 'one', 'exe', 'scr', 'dll', 'msi', 'iso')
  AND  NOT same_org(coalesce(u.host, ''), coalesce(m.from_domain, ''))
