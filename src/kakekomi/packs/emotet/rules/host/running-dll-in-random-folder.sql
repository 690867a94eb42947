-- id: host/running-dll-in-random-folder
-- title.ja: 動作中の不審なDLL
-- title.en: Suspicious DLL running now
-- says.ja: 「{target}」が、いま {host}(プロセス番号 {pid})の中で動いています。止める対象はこのファイルです。{host} 自体はWindowsの部品なので、消してはいけません。
-- says.en: "{target}" is running now inside {host} (process {pid}). This file is what has to be stopped; {host} itself belongs to Windows and must not be deleted.
-- weight: 24
-- group: autostart
-- attack: T1218.010, T1055
-- since: 2020-12
-- false-positives.ja: 個人用フォルダに入るソフトの部品
-- false-positives.en: Parts of software installed per user
-- source: unit42-iocs, jpcert-emocheck
SELECT l.subject, l.target, l.host, l.pid
FROM   launch l
WHERE  l.origin = 'processes' AND l.host IN ('rundll32', 'regsvr32')
  AND  (l.place IN ('local_appdata', 'system32', 'syswow64') AND l.folder_depth = 1
        OR l.place IN ('temp', 'programdata', 'profile', 'public', 'downloads', 'windows_tasks') AND l.folder_depth <= 1)
  AND  (l.host = 'regsvr32' OR l.extension NOT IN ('dll', 'ocx', 'ax', 'cpl')
        OR l.entry_point IN ('Control_RunDLL', 'RunDLL', 'ShowDialogA', 'DllRegisterServer'))
  AND  letters_only(substr(coalesce(basename(l.directory), ''), 1, 4))
