-- id: host/dll-in-windows-tasks
-- title.ja: タスク用フォルダのDLL
-- title.en: DLL in the folder for tasks
-- says.ja: プログラムが置かれないはずのフォルダに「{path}」があります。Emotetが呼び込む別のウイルスの置き場として知られています。
-- says.en: "{path}" lies in a folder where no program belongs: known as a place for further malware that Emotet brings in.
-- weight: 16
-- attack: T1105
-- since: 2022-05
-- false-positives.ja: ほとんどない
-- false-positives.en: Hardly any
-- source: unit42-iocs
SELECT f.subject, f.path, f.size
FROM   file f
WHERE  f.is_pe AND f.place = 'windows_tasks'
