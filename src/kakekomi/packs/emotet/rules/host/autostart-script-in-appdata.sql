-- id: host/autostart-script-in-appdata
-- title.ja: 個人フォルダの台本の自動起動
-- title.en: Autostart of a script in the user's folder
-- says.ja: 個人用フォルダの台本「{target}」が、自動で動くよう登録されています。
-- says.en: The script "{target}" in the user's data folder is set up to run by itself.
-- weight: 11
-- group: script-autostart
-- attack: T1059.005, T1547.001
-- since: 2018
-- false-positives.ja: 利用者が自分で作った台本
-- false-positives.en: Scripts made by the user
-- source: mitre-emotet
SELECT l.subject, l.target, l.host, l.name AS entry, l.origin
FROM   launch l
WHERE  l.origin <> 'processes' AND l.extension IN ('vbs', 'vbe', 'js', 'jse', 'wsf', 'hta')
  AND  l.place IN ('local_appdata', 'roaming_appdata', 'temp', 'programdata') AND l.folder_depth <= 1
