-- id: host/onenote-exported-script
-- title.ja: OneNoteから取り出された台本
-- title.en: Script taken out of a OneNote file
-- says.ja: OneNoteの中のファイルを開いた跡(「{path}」)があります。2023年3月のEmotetは、OneNoteに台本を隠していました。
-- says.en: Somebody opened a file inside a OneNote page ("{path}"). In March 2023 Emotet hid its script there.
-- weight: 15
-- group: dropper
-- attack: T1204.002, T1059.005
-- since: 2023-03
-- false-positives.ja: OneNoteで台本を配る情報システム部門
-- false-positives.en: IT departments handing out scripts in OneNote
-- source: unit42-iocs
SELECT f.subject, f.path, f.size
FROM   file f
WHERE  lower(f.path) LIKE '%\onenote\%\exported\%'
  AND  extension(f.filename) IN ('wsf', 'vbs', 'js', 'hta', 'bat', 'cmd', 'ps1', 'exe', 'jse', 'vbe')
