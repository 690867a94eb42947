-- id: host/autostart-target-missing
-- title.ja: 自動起動の登録だけが残っている
-- title.en: Autostart entry whose file is gone
-- says.ja: 「{target}」を {host} で動かす登録が残っていますが、ファイルは見つかりません。駆除の残りか、隠れている可能性があります。
-- says.en: An entry to run "{target}" through {host} is left, but the file was not found: a remainder of a clean-up, or hidden.
-- weight: 5
-- attack: T1547.001
-- since: 2020-12
-- false-positives.ja: アンインストールの残り
-- false-positives.en: Left over from an uninstalled program
-- source: unit42-iocs
SELECT l.subject, l.target, l.host, l.origin
FROM   launch l
WHERE  l.host IN ('rundll32', 'regsvr32') AND l.is_pe IS NULL AND l.origin <> 'processes'
  AND  l.place IN ('local_appdata', 'roaming_appdata', 'temp', 'programdata', 'profile', 'public', 'downloads')
