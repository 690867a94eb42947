-- id: mail/office-macro-downloads-and-runs
-- title.ja: ダウンロードして実行するマクロ
-- title.en: Macro that downloads and runs
-- says.ja: 「{name}」のマクロは自動で動き、ファイルを取ってくる命令(「{download}」)と、実行する命令(「{execute}」)の両方を持っています。
-- says.en: The macro in "{name}" runs by itself and has both a command that fetches files ("{download}") and one that runs them ("{execute}").
-- weight: 22
-- group: macro
-- attack: T1204.002, T1059.005, T1105, T1218.010
-- since: 2014
-- false-positives.ja: ほとんどない(自動更新する社内ツール)
-- false-positives.en: Hardly any (in-house tools that update themselves)
-- source: unit42-iocs
SELECT a.subject, a.name, d.keyword AS download, x.keyword AS execute
FROM   office o
JOIN   attachment a ON a.subject = o.subject AND a.node = o.node
JOIN   macro_keyword d ON d.subject = o.subject AND d.node = o.node AND d.kind = 'download'
JOIN   macro_keyword x ON x.subject = o.subject AND x.node = o.node AND x.kind = 'execute'
WHERE  o.macro AND o.autoexec
