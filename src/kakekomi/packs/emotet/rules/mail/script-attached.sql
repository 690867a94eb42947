-- id: mail/script-attached
-- title.ja: スクリプトの添付
-- title.en: Script attached
-- says.ja: 添付「{name}」はスクリプト(開くと命令が動くファイル)です。
-- says.en: The attachment "{name}" is a script: opening it runs commands.
-- weight: 12
-- group: active-file
-- attack: T1566.001, T1204.002, T1059.005
-- since: 2017
-- false-positives.ja: 技術者どうしのやり取り
-- false-positives.en: Exchange between engineers
-- source: mitre-emotet, unit42-iocs
SELECT a.subject, a.name, a.extension
FROM   attachment a
WHERE  a.extension IN ('js', 'jse', 'vbs', 'vbe', 'wsf', 'wsh', 'hta', 'bat', 'cmd', 'ps1') AND a.parent IS NULL
