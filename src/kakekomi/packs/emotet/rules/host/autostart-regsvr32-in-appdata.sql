-- id: host/autostart-regsvr32-in-appdata
-- title.ja: 個人フォルダのDLLを登録し直す自動起動
-- title.en: Autostart that registers a DLL from the user's folder
-- says.ja: 「{target}」が、ログオンのたびに regsvr32 を通して動くよう登録されています。個人用フォルダのすぐ下のファイルをこの形で動かすソフトは、まずありません。2022年以降のEmotetの形です。
-- says.en: "{target}" is set up to be run through regsvr32 at each log-on. Hardly any software does this with a file right below the user's own data folder; Emotet has since 2022.
-- weight: 21
-- group: autostart
-- attack: T1547.001, T1218.010
-- since: 2022-03
-- false-positives.ja: 個人単位で部品を登録する業務ソフト(まれ)
-- false-positives.en: Software that registers parts per user (rare)
-- source: unit42-iocs
SELECT l.subject, l.target, l.origin, l.name AS entry, l.command
FROM   launch l
WHERE  l.host = 'regsvr32' AND l.origin <> 'processes'
  AND  l.place IN ('local_appdata', 'roaming_appdata') AND l.folder_depth = 1
