-- id: host/wmi-consumer-runs-host
-- title.ja: WMIの「きっかけ」で動く命令
-- title.en: Command that WMI runs when something happens
-- says.ja: 「{entry}」という名のWMIの登録が、きっかけがあるたびに {host} で命令を動かします({command})。ほとんど使われない自動起動の場所で、ウイルスが身を隠すのに使います。
-- says.en: The WMI entry "{entry}" has {host} run a command each time something happens ({command}). Hardly anything honest starts from there; malware hides there.
-- weight: 12
-- attack: T1546.003
-- since: 2019
-- false-positives.ja: 管理ツールが監視のために置く登録
-- false-positives.en: Entries of management tools that watch something
-- source: mitre-emotet
SELECT l.subject, l.name AS entry, l.host, l.command, l.target
FROM   launch l
WHERE  l.origin = 'wmi_cli_event_consumers'
  AND  l.host IN ('rundll32', 'regsvr32', 'wscript', 'cscript', 'mshta', 'powershell', 'cmd')
