-- id: mail/office-autorun-macro
-- title.ja: 自動で動くマクロ付きの文書
-- title.en: Document whose macro runs by itself
-- says.ja: 「{name}」には、文書を開いて「コンテンツの有効化」を押すとすぐ動くマクロがあります。
-- says.en: "{name}" carries a macro that runs as soon as somebody opens it and presses "Enable content".
-- weight: 8
-- group: macro
-- attack: T1566.001, T1204.002, T1059.005
-- since: 2014
-- false-positives.ja: 社内や取引先の業務用マクロ
-- false-positives.en: Business macros of one's own company or partners
-- source: unit42-iocs, mitre-emotet
SELECT a.subject, a.name, k.keyword
FROM   office o
JOIN   attachment a ON a.subject = o.subject AND a.node = o.node
LEFT JOIN macro_keyword k ON k.subject = o.subject AND k.node = o.node AND k.kind = 'autoexec'
WHERE  o.macro AND o.autoexec
