-- id: host/windows-name-outside-windows
-- title.ja: Windowsの部品の名をかたるプログラム
-- title.en: Program that borrows the name of a part of Windows
-- says.ja: 「{target}」は、フォルダもファイルもWindowsの部品と同じ名前ですが、Windowsのフォルダの外にあり、自動で動くよう登録されています。2020年のEmotetの形です。
-- says.en: Folder and file of "{target}" are named like parts of Windows, but it lies outside Windows and starts by itself: Emotet of 2020.
-- weight: 22
-- group: autostart
-- attack: T1036.005, T1547.001
-- since: 2020-07
-- false-positives.ja: Windowsの部品を自分用に写して使うツール
-- false-positives.en: Tools that use a copy of a part of Windows
-- source: unit42-iocs, jpcert-emocheck
SELECT l.subject, l.target, l.name AS entry, l.origin
FROM   launch l
WHERE  l.namesake AND l.directory_namesake AND l.extension = 'exe' AND l.host IS NULL
  AND  l.place IN ('local_appdata', 'roaming_appdata', 'programdata', 'syswow64', 'system32')
