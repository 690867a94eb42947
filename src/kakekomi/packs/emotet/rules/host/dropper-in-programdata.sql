-- id: host/dropper-in-programdata
-- title.ja: 共通フォルダ直下の台本やDLL
-- title.en: Script or DLL right in ProgramData
-- says.ja: すべての利用者に共通のフォルダの直下に「{path}」があります。2021年11月から2022年のEmotetの文書が、途中で落とす形です。
-- says.en: Right in the folder shared by all users lies "{path}": what Emotet's documents dropped on the way from November 2021 through 2022.
-- weight: 7
-- group: dropper
-- attack: T1105, T1059.003, T1059.005
-- since: 2021-11
-- false-positives.ja: 管理者が置いた台本
-- false-positives.en: Scripts put there by an administrator
-- source: unit42-iocs
SELECT f.subject, f.path, f.size
FROM   file f
WHERE  f.place = 'programdata' AND lower(f.directory) LIKE '%\programdata'
  AND  (extension(f.filename) IN ('bat', 'vbs', 'js', 'wsf') OR f.is_pe AND extension(f.filename) IN ('dll', 'ocx'))
  AND  letters_only(substr(f.filename, 1, length(f.filename) - 4)) AND length(f.filename) BETWEEN 12 AND 20
