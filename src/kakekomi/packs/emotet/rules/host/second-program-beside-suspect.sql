-- id: host/second-program-beside-suspect
-- title.ja: 不審な場所に別のプログラム
-- title.en: Another program beside the suspect
-- says.ja: 自動起動に登録された「{target}」と同じフォルダに、別のプログラム「{path}」があります。Emotetが別のウイルスを呼び込んだ形のことがあります。
-- says.en: Beside "{target}", which is set up to run by itself, lies another program: "{path}". It may be further malware that Emotet brought in.
-- weight: 4
-- attack: T1105
-- since: 2020-08
-- false-positives.ja: 部品が複数あるソフト
-- false-positives.en: Software with several parts
-- source: unit42-iocs
SELECT l.subject, l.target, f.path
FROM   launch l
JOIN   file f ON f.subject = l.subject AND lower(f.directory) = lower(l.directory)
WHERE  l.host IN ('rundll32', 'regsvr32') AND l.place = 'local_appdata' AND l.folder_depth = 1
  AND  f.is_pe AND lower(f.path) <> lower(l.target)
