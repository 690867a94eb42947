-- id: host/dropper-vbs-in-temp
-- title.ja: 一時フォルダの意味のない名前の台本
-- title.en: Script with a meaningless name in the temporary folder
-- says.ja: 一時フォルダに、英字10字前後の名前の台本「{path}」があります。2022年4月のショートカット型のEmotetが残す形です。
-- says.en: The temporary folder holds a script named by some ten letters: "{path}". Shortcuts of April 2022 left this behind.
-- weight: 9
-- group: dropper
-- attack: T1059.005, T1027.009
-- since: 2022-04
-- false-positives.ja: インストーラが作る一時的な台本
-- false-positives.en: Temporary scripts of installers
-- source: unit42-iocs, tokyo-column-23
SELECT f.subject, f.path, f.size
FROM   file f
WHERE  f.place = 'temp' AND extension(f.filename) = 'vbs'
  AND  letters_only(substr(f.filename, 1, length(f.filename) - 4))
  AND  length(f.filename) BETWEEN 12 AND 16
