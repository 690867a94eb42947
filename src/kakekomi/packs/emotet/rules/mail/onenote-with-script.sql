-- id: mail/onenote-with-script
-- title.ja: スクリプトやプログラム入りのOneNote
-- title.en: OneNote file with a script or program in it
-- says.ja: OneNoteのファイル「{name}」に、開くと動くファイル({inner})が埋め込まれています。「表示」などの絵の裏に隠す手口です。
-- says.en: The OneNote file "{name}" holds a file that runs when opened ({inner}), usually hidden behind a picture of a button.
-- weight: 21
-- group: active-file
-- attack: T1566.001, T1204.002, T1027.009
-- since: 2023-03
-- false-positives.ja: スクリプトを配る社内の情報システム部門
-- false-positives.en: IT departments handing out scripts
-- source: unit42-iocs
SELECT a.subject, a.name, coalesce(n.name, n.detected_type) AS inner
FROM   onenote_object n
JOIN   attachment a ON a.subject = n.subject AND a.node = n.node
WHERE  n.detected_type IN ('pe', 'exe', 'dll', 'script', 'vbs', 'js', 'wsf', 'hta', 'bat', 'cmd', 'ps1', 'lnk', 'msi')
   OR  extension(coalesce(n.name, '')) IN ('wsf', 'vbs', 'vbe', 'js', 'jse', 'hta', 'bat', 'cmd', 'ps1', 'exe', 'dll', 'lnk', 'msi', 'chm')
