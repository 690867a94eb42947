-- id: host/wmi-consumer-script
-- title.ja: WMIの「きっかけ」で動く台本
-- title.en: Script that WMI runs when something happens
-- says.ja: 「{entry}」という名のWMIの登録が、きっかけがあるたびに台本を動かします({script_file_name})。事務のPCではほとんど使われず、ウイルスが身を隠すのに使います。
-- says.en: The WMI entry "{entry}" runs a script each time something happens ({script_file_name}). Office PCs hardly ever have such; malware hides there.
-- weight: 11
-- attack: T1546.003
-- since: 2019
-- false-positives.ja: 管理ツールが監視のために置く台本
-- false-positives.en: Scripts of management tools that watch something
-- source: mitre-emotet
SELECT s.subject, s.name AS entry, coalesce(s.script_file_name, s.scripting_engine, '?') AS script_file_name, b.filter
FROM   wmi_script_event_consumers s
JOIN   wmi_filter_consumer_binding b ON b.subject = s.subject
WHERE  instr(lower(b.consumer), lower(s.name)) > 0 AND length(s.name) > 0
