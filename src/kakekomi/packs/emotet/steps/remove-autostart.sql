-- id: remove-autostart
-- order: 65
-- title.ja: 自動起動の設定を外す
-- title.en: Remove the autostart entries
-- says.ja: 隔離したファイルを起動する設定(Run、タスク、サービス)を、書き出してから外してください。
-- says.en: Export, then remove the entries (Run, tasks, services) that start the quarantined file.
-- stages: infected
-- patterns: opened_attachment
-- role: administrator
-- minutes: 15
-- danger.ja: ほかの設定を消すと、Windowsや業務ソフトが動かなくなります。名前ではなく、起動するファイルで見分けます。
-- danger.en: Removing others breaks Windows or business software. Judge by the file it starts, not by its name.
-- proof: fact
-- source: mitre-emotet, unit42-iocs
-- applies
SELECT c.subject
FROM   check_result c
WHERE  c.kind IN ('pc', 'report') AND c.verdict = 'detected'
-- proven
SELECT x.subject
FROM   action x
WHERE  x.kind IN ('remove_autorun', 'remove_task', 'disable_service') AND x.status = 'verified'
UNION
SELECT d.subject
FROM   declaration d
WHERE  d.step = 'remove-autostart'
UNION
SELECT d.subject
FROM   declaration d
WHERE  d.step = 'reinstall'
