-- id: mail/office-macro-source-exchanged
-- title.ja: 中身がすり替えられたマクロ
-- title.en: Macro whose visible source was exchanged
-- says.ja: 「{name}」のマクロは、見えている内容と実際に動く内容が違います。動く側にだけ、命令「{keyword}」があります。検査の目をごまかすための細工です。
-- says.en: The macro in "{name}" shows one thing and runs another: only what runs has the command "{keyword}". That is done to deceive scanners.
-- weight: 11
-- attack: T1564.007, T1204.002
-- since: 2018
-- false-positives.ja: マクロを書き換える市販の保護ツール
-- false-positives.en: Tools that protect macros by rewriting them
-- source: mitre-techniques
SELECT a.subject, a.name, min(k.keyword) AS keyword
FROM   macro_keyword k
JOIN   attachment a ON a.subject = k.subject AND a.node = k.node
WHERE  k.kind = 'stomped'
GROUP  BY a.subject, a.node, a.name
