-- id: host/dropper-dll-in-profile
-- title.ja: 個人フォルダ直下のDLL
-- title.en: DLL right in the user's folder
-- says.ja: 個人フォルダの直下に、プログラムの部品「{path}」があります。ふつうは置かれない場所で、2022年のEmotetの文書が最初に落とす形です。
-- says.en: Right in the user's folder lies a program part: "{path}". Nothing belongs there; the documents of 2022 dropped Emotet in this form.
-- weight: 14
-- group: dropper
-- attack: T1105, T1204.002
-- since: 2022-03
-- false-positives.ja: 開発中の部品を置いた技術者
-- false-positives.en: Engineers keeping a part they work on
-- source: unit42-iocs
SELECT f.subject, f.path, f.size
FROM   file f
WHERE  f.is_pe AND f.place = 'profile' AND extension(f.filename) IN ('ocx', 'dll')
  AND  letters_only(substr(f.filename, 1, 1))
