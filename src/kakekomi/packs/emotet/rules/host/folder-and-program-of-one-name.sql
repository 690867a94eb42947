-- id: host/folder-and-program-of-one-name
-- title.ja: 同じ名前のフォルダに入ったプログラムの自動起動
-- title.en: Autostart of a program in a folder of its own name
-- says.ja: 「{target}」が自動で動くよう登録されています。小文字だけの同じ名前がフォルダ・ファイル・登録名に使われていて、2019年から2020年のEmotetと同じ形です。
-- says.en: "{target}" starts by itself. Folder, file and entry bear one name in small letters, as Emotet's did in 2019 and 2020.
-- weight: 11
-- group: autostart
-- attack: T1547.001
-- since: 2019
-- false-positives.ja: 個人単位で入る小さなソフト
-- false-positives.en: Small programs installed per user
-- source: unit42-iocs, jpcert-emocheck
SELECT l.subject, l.target, l.name AS entry, l.origin
FROM   launch l
WHERE  l.host IS NULL AND l.extension = 'exe' AND l.place = 'local_appdata' AND l.folder_depth = 1
  AND  basename(l.directory) || '.exe' = l.filename
  AND  l.name = basename(l.directory)
  AND  l.filename = lower(l.filename) AND letters_only(basename(l.directory))
  AND  length(l.filename) BETWEEN 12 AND 24
  AND  l.command NOT LIKE '%--%'
