-- id: host/autostart-rundll32-in-appdata
-- title.ja: 個人フォルダのDLLの自動起動
-- title.en: Autostart of a DLL in the user's data folder
-- says.ja: 「{target}」が、rundll32 を通して動くよう登録されています。個人用フォルダのすぐ下のDLLをこうして動かすソフトは多くありません。
-- says.en: "{target}" is set up to be run by rundll32. Not many programs do this with a DLL right below the user's data folder.
-- weight: 13
-- group: autostart
-- attack: T1547.001
-- since: 2020-12
-- false-positives.ja: 個人単位で入る業務ソフトや機器の常駐部品
-- false-positives.en: Resident parts of software installed per user
-- source: unit42-iocs
SELECT l.subject, l.target, l.entry_point, l.origin, l.command
FROM   launch l
WHERE  l.host = 'rundll32' AND l.origin <> 'processes'
  AND  l.place IN ('local_appdata', 'roaming_appdata') AND l.folder_depth = 1
