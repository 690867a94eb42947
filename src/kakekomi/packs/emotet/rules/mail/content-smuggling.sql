-- id: mail/content-smuggling
-- title.ja: ページの中にファイルを隠す仕掛け
-- title.en: A file hidden inside a web page
-- says.ja: 「{name}」は、開くと中に隠したファイルを取り出させるページです(検査規則 {rule})。
-- says.en: "{name}" is a page that produces a hidden file when opened (content rule {rule}).
-- weight: 12
-- group: content
-- attack: T1027.006
-- since: 2022-04
-- false-positives.ja: 帳票サービスの閲覧用ページ
-- false-positives.en: Viewer pages of document services
-- source: unit42-iocs
SELECT y.subject, a.name, y.rule
FROM   yara_match y
JOIN   attachment a ON a.subject = y.subject AND a.node = y.node
WHERE  y.rule LIKE 'smuggling\_%' ESCAPE '\'
