-- id: mail/shortcut-runs-command
-- title.ja: 命令を実行するショートカット
-- title.en: Shortcut that runs a command
-- says.ja: 添付「{name}」は文書に見せかけたショートカットで、開くと命令を実行します({target})。「有効化」を押さなくても、開いただけで動きます。
-- says.en: The attachment "{name}" is a shortcut dressed up as a document; opening it runs a command ({target}). No button is needed: opening is enough.
-- weight: 22
-- group: shortcut
-- attack: T1566.001, T1204.002, T1059.003, T1059.001
-- since: 2022-04
-- false-positives.ja: ほとんどない
-- false-positives.en: Hardly any
-- source: tokyo-column-23, unit42-iocs
SELECT a.subject, a.name, s.target, s.arguments
FROM   shortcut s
JOIN   attachment a ON a.subject = s.subject AND a.node = s.node
WHERE  basename(lower(coalesce(s.target, ''))) IN
       ('cmd.exe', 'cmd', 'powershell.exe', 'pwsh.exe', 'wscript.exe', 'cscript.exe',
        'mshta.exe', 'rundll32.exe', 'regsvr32.exe', 'msiexec.exe', 'certutil.exe',
        'bitsadmin.exe', 'forfiles.exe', 'conhost.exe')
   OR  lower(s.arguments) LIKE '%powershell%'
   OR  lower(s.arguments) LIKE '%findstr%'
   OR  lower(s.arguments) LIKE '%wscript%'
   OR  lower(s.arguments) LIKE '%regsvr32%'
