-- id: mail/office-dde
-- title.ja: 外部の命令を呼ぶ式(DDE)
-- title.en: Document with a DDE command
-- says.ja: 文書「{name}」には、開いたときに外部の命令を呼べる古いしくみ(DDE)が使われています。
-- says.en: The document "{name}" uses an old mechanism (DDE) that can call commands when it is opened.
-- weight: 10
-- group: office-external
-- attack: T1559.002
-- since: 2017
-- false-positives.ja: 株価などを取り込む古い業務用ファイル
-- false-positives.en: Old workbooks that fetch stock prices
-- source: mitre-emotet
SELECT a.subject, a.name, o.format
FROM   office o
JOIN   attachment a ON a.subject = o.subject AND a.node = o.node
WHERE  o.dde
