-- id: mail/office-macro-obfuscated
-- title.ja: 読みにくく細工されたマクロ
-- title.en: Macro made hard to read
-- says.ja: 「{name}」の自動で動くマクロには、文字を組み立てて中身を隠す命令(「{keyword}」ほか)が並んでいます。
-- says.en: The self-running macro in "{name}" uses commands that assemble text to hide what it does ("{keyword}" and others).
-- weight: 4
-- attack: T1027.010
-- since: 2017
-- false-positives.ja: 市販の保護ツールで難読化した社内マクロ
-- false-positives.en: In-house macros protected by an obfuscator
-- source: mitre-emotet
SELECT a.subject, a.name, min(k.keyword) AS keyword
FROM   office o
JOIN   attachment a ON a.subject = o.subject AND a.node = o.node
JOIN   macro_keyword k ON k.subject = o.subject AND k.node = o.node AND k.kind = 'obfuscate'
WHERE  o.autoexec
GROUP  BY a.subject, a.node, a.name
HAVING count(DISTINCT k.keyword) >= 3
