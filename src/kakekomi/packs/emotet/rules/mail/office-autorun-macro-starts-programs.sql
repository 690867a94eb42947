-- id: mail/office-autorun-macro-starts-programs
-- title.ja: 自動で動き、外部を呼ぶマクロ
-- title.en: Macro that runs by itself and starts or fetches something
-- says.ja: 「{name}」のマクロは自動で動き、別のプログラムの起動やダウンロードに使う命令(「{keyword}」)を含みます。業務用のマクロではまれです。
-- says.en: The macro in "{name}" runs by itself and contains a command ("{keyword}") that starts programs or fetches files. Business macros rarely do.
-- weight: 17
-- group: macro
-- attack: T1204.002, T1059.005, T1105
-- since: 2014
-- false-positives.ja: 他のソフトを呼び出す社内ツール
-- false-positives.en: In-house tools that call other programs
-- source: unit42-iocs, mitre-emotet
SELECT a.subject, a.name, k.keyword
FROM   office o
JOIN   attachment a ON a.subject = o.subject AND a.node = o.node
JOIN   macro_keyword k ON k.subject = o.subject AND k.node = o.node
WHERE  o.macro AND o.autoexec AND k.kind IN ('execute', 'download', 'native')
