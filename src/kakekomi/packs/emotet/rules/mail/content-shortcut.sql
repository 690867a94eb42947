-- id: mail/content-shortcut
-- title.ja: ショートカットに特有の仕掛け
-- title.en: A trick typical of shortcuts
-- says.ja: 「{name}」の中に、自分自身の中から命令文(スクリプト)を取り出して動かすショートカットの仕掛けが見つかりました(検査規則 {rule})。
-- says.en: "{name}" contains the trick of a shortcut that cuts a script out of itself and runs it (content rule {rule}).
-- weight: 14
-- group: shortcut
-- attack: T1027.009, T1059.003
-- since: 2022-04
-- false-positives.ja: セキュリティの資料
-- false-positives.en: Security articles
-- source: unit42-iocs
SELECT y.subject, a.name, y.rule
FROM   yara_match y
JOIN   attachment a ON a.subject = y.subject AND a.node = y.node
WHERE  y.rule LIKE 'shortcut\_%' ESCAPE '\'
