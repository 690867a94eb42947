-- id: host/event-dll-was-started
-- title.ja: 個人フォルダーのDLLが動いた記録
-- title.en: A record of a DLL run from a personal folder
-- says.ja: Windowsの記録に、個人用フォルダーにある「{target}」を「{host}」が動かしたとあります(記録「{source}」{eventid})。今は無くなっていても、動いたことを示します。
-- says.en: Windows' records say that "{host}" ran "{target}" from a personal folder (log {source}, {eventid}). Even if it is gone now, it did run.
-- weight: 14
-- group: autostart
-- attack: T1218.010, T1218.011
-- since: 2020-12
-- false-positives.ja: 個人フォルダーに部品を登録する業務ソフトの導入
-- false-positives.en: Setups of programs that register a part in a personal folder
-- source: mitre-emotet
SELECT e.subject, e.target, e.host, e.source, e.eventid
FROM   windows_events e
WHERE  e.place = 'local_appdata' AND e.folder_depth = 1
  AND  letters_only(basename(e.directory)) AND e.extension <> ''
  AND  lower(basename(e.directory)) NOT IN ('temp', 'microsoft', 'packages', 'programs', 'google')
  AND  (e.host = 'regsvr32' AND letters_only(substr(basename(e.target), 1, length(basename(e.target)) - 4))
        OR e.host = 'rundll32' AND (e.extension NOT IN ('dll', 'ocx', 'ax', 'cpl')
           OR e.entry_point IN ('Control_RunDLL', 'RunDLL', 'ShowDialogA', 'DllRegisterServer')))
