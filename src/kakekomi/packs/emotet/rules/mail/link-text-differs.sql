-- id: mail/link-text-differs
-- title.ja: 表示と違う行き先のリンク
-- title.en: Link that leads elsewhere than it says
-- says.ja: リンクの表示は「{text_host}」ですが、実際の行き先は「{host}」です。
-- says.en: A link shows "{text_host}" but leads to "{host}".
-- weight: 3
-- group: link
-- attack: T1566.002, T1204.001
-- since: 2014
-- false-positives.ja: 開封数を数えるメールマガジン
-- false-positives.en: Newsletters that count clicks
-- source: ipa-measures
SELECT u.subject, u.text_host, u.host
FROM   url u
JOIN   message m ON m.subject = u.subject
WHERE  u.text_host IS NOT NULL AND u.host IS NOT NULL AND NOT same_org(u.text_host, u.host)
  AND  NOT same_org(u.host, coalesce(m.from_domain, ''))
