-- id: mail/office-remote-template
-- title.ja: 外部から部品を読み込む文書
-- title.en: Document that loads a part from elsewhere
-- says.ja: 文書「{name}」は、開くと外部({external_target})から部品を読み込みます。
-- says.en: When opened, the document "{name}" loads a part from elsewhere ({external_target}).
-- weight: 8
-- group: office-external
-- attack: T1221
-- since: 2021
-- false-positives.ja: 社内サーバのテンプレートを使う文書
-- false-positives.en: Documents based on a template on the company's server
-- source: mitre-emotet
SELECT a.subject, a.name, o.external_target
FROM   office o
JOIN   attachment a ON a.subject = o.subject AND a.node = o.node
WHERE  lower(o.external_target) LIKE 'http%'
   OR  o.external_target LIKE '\\%@%'
   OR  lower(o.external_target) LIKE 'mhtml:%'
