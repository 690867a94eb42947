-- id: mail/content-dropper
-- title.ja: ウイルスを置いて動かす命令文に特有の書き方
-- title.en: Wording typical of dropper scripts
-- says.ja: 「{name}」の中に、ファイルを一時的な場所に置いてWindowsの部品で動かす命令文(スクリプト)の書き方が見つかりました(検査規則 {rule})。
-- says.en: "{name}" contains wording of a script that drops a file in a temporary place and runs it through a part of Windows (content rule {rule}).
-- weight: 12
-- group: content
-- attack: T1059.005, T1218.010, T1105
-- since: 2022-04
-- false-positives.ja: セキュリティの資料や検体の解説
-- false-positives.en: Security articles that quote such scripts
-- source: unit42-iocs
SELECT y.subject, a.name, y.rule
FROM   yara_match y
JOIN   attachment a ON a.subject = y.subject AND a.node = y.node
WHERE  y.rule LIKE 'dropper\_%' ESCAPE '\'
