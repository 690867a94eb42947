-- id: host/autostart-encoded-powershell
-- title.ja: 暗号化した命令の自動起動
-- title.en: Autostart of an encoded command
-- says.ja: 読めない形にした命令が、自動で動くよう登録されています(登録名「{entry}」)。
-- says.en: A command in unreadable form is set up to run by itself (entry "{entry}").
-- weight: 14
-- group: script-autostart
-- attack: T1059.001, T1027.010, T1547.001
-- since: 2018
-- false-positives.ja: 管理ツールの登録
-- false-positives.en: Entries of management tools
-- source: mitre-emotet
SELECT l.subject, l.name AS entry, l.command, l.origin
FROM   launch l
WHERE  l.origin <> 'processes' AND lower(l.command) LIKE '%powershell%'
  AND  (lower(l.command) LIKE '% -e %' OR lower(l.command) LIKE '% -enc%' OR lower(l.command) LIKE '% -ec %')
