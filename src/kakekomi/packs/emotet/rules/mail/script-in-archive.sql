-- id: mail/script-in-archive
-- title.ja: 圧縮ファイルの中のスクリプト
-- title.en: Script inside an archive
-- says.ja: 圧縮ファイル「{archive}」の中に、スクリプト「{name}」(開くと命令が動くファイル)が入っています。
-- says.en: The archive "{archive}" contains the script "{name}": opening it runs commands.
-- weight: 14
-- group: active-file
-- attack: T1566.001, T1204.002, T1059.005
-- since: 2017
-- false-positives.ja: ソースコードの受け渡し
-- false-positives.en: Handing over source code
-- source: mitre-emotet, unit42-iocs
SELECT i.subject, i.name, a.name AS archive
FROM   attachment i
JOIN   attachment a ON a.subject = i.subject AND a.node = i.parent
WHERE  i.extension IN ('js', 'jse', 'vbs', 'vbe', 'wsf', 'wsh', 'hta', 'bat', 'cmd', 'ps1') AND a.members BETWEEN 1 AND 3
