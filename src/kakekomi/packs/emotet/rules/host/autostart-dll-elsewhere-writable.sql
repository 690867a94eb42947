-- id: host/autostart-dll-elsewhere-writable
-- title.ja: 書き込み自由な場所のDLLの自動起動
-- title.en: Autostart of a DLL in a place anyone may write to
-- says.ja: 「{target}」が、{host} を通して自動で動くよう登録されています。この場所のDLLを自動で動かすのは、ウイルスの形です。
-- says.en: "{target}" is set up to be run by {host}. Running a DLL from this place at each start is what malware does.
-- weight: 18
-- group: autostart
-- attack: T1547.001, T1218.010
-- since: 2021-11
-- false-positives.ja: インストールの途中で残った登録
-- false-positives.en: Left over from an installation
-- source: unit42-iocs
SELECT l.subject, l.target, l.host, l.place, l.origin
FROM   launch l
WHERE  l.host IN ('rundll32', 'regsvr32') AND l.origin <> 'processes'
  AND  l.place IN ('temp', 'programdata', 'profile', 'public', 'downloads', 'windows_tasks')
  AND  l.folder_depth <= 1
