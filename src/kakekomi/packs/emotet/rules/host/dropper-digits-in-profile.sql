-- id: host/dropper-digits-in-profile
-- title.ja: 数字だけの名前のプログラム
-- title.en: Program whose name is only digits
-- says.ja: 個人フォルダの直下に、数字だけの名前のプログラム「{path}」があります。2019年のEmotetが最初に落とす形です。
-- says.en: Right in the user's folder lies a program whose name is only digits: "{path}". This is how Emotet arrived in 2019.
-- weight: 15
-- group: dropper
-- attack: T1105, T1204.002
-- since: 2019
-- false-positives.ja: 手作りの小さなツール
-- false-positives.en: Home-made tools
-- source: unit42-iocs
SELECT f.subject, f.path, f.size
FROM   file f
WHERE  f.is_pe AND f.place = 'profile' AND extension(f.filename) = 'exe'
  AND  f.filename GLOB '[0-9]*' AND NOT substr(f.filename, 1, length(f.filename) - 4) GLOB '*[^0-9]*'
  AND  length(f.filename) <= 8 AND basename(f.directory) NOT IN ('Desktop', 'Downloads', 'Documents')
