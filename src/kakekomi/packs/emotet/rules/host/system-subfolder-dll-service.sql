-- id: host/system-subfolder-dll-service
-- title.ja: Windowsの奥の見慣れないフォルダのDLL
-- title.en: DLL in an odd folder deep inside Windows
-- says.ja: 「{target}」が、Windowsフォルダの中の見慣れないフォルダから自動で動くよう登録されています。管理者の権限で動いたEmotetの形です。
-- says.en: "{target}" is set up to run from an odd folder inside Windows: what Emotet looks like when it ran with administrator rights.
-- weight: 21
-- group: autostart
-- attack: T1543.003, T1218.010
-- since: 2020-12
-- false-positives.ja: 独自のフォルダを作る機器のドライバ
-- false-positives.en: Drivers that make a folder of their own
-- source: unit42-iocs
SELECT l.subject, l.target, l.host, l.origin, l.name AS entry
FROM   launch l
WHERE  l.host = 'regsvr32' AND l.place IN ('system32', 'syswow64') AND l.folder_depth = 1
  AND  l.origin <> 'processes'
  AND  lower(basename(l.directory)) NOT IN ('wbem', 'spool', 'drivers', 'driverstore', 'macromed', 'oobe', 'com', 'migration')
  AND  (l.origin <> 'services' OR EXISTS (SELECT 1 FROM services s
        WHERE s.subject = l.subject AND s.name = l.name AND s.start_type = 'AUTO_START'))
