-- id: mail/encrypted-archive-holds-macro-document
-- title.ja: 暗号化された添付の中にマクロ付き文書
-- title.en: A macro document inside the encrypted attachment
-- says.ja: 暗号化された添付「{name}」の中に、自動で動くマクロを持つ文書「{inner}」が入っています。
-- says.en: The encrypted attachment "{name}" contains "{inner}", a document whose macro runs by itself.
-- weight: 11
-- group: container
-- attack: T1566.001, T1204.002, T1059.005
-- since: 2020-09
-- false-positives.ja: マクロ入りの業務ファイルを暗号化して送る取引先
-- false-positives.en: Partners who encrypt a workbook with business macros
-- source: unit42-iocs, ipa-situation-2022-03
SELECT a.subject, a.name, i.name AS inner
FROM   attachment a
JOIN   attachment i ON i.subject = a.subject AND i.parent = a.node
JOIN   office o ON o.subject = i.subject AND o.node = i.node
WHERE  a.encrypted AND a.opened_with IS NOT NULL AND (o.autoexec OR o.xlm)
