-- id: mail/link-to-hacked-site-folder
-- title.ja: 乗っ取られたサイトに多い場所へのリンク
-- title.en: Link into a folder typical of hacked sites
-- says.ja: リンク先({href})は、乗っ取られたブログ型サイトでウイルスの置き場によく使われる場所です。
-- says.en: The link ({href}) leads to a place where hacked blog-type sites often keep malware.
-- weight: 6
-- group: link
-- attack: T1566.002, T1584
-- since: 2018
-- false-positives.ja: 管理者どうしのサイト運用のやり取り
-- false-positives.en: Administrators discussing their site
-- source: unit42-iocs
SELECT u.subject, u.href, u.host
FROM   url u
JOIN   message m ON m.subject = u.subject
WHERE  (u.href LIKE '%/wp-admin/%' OR u.href LIKE '%/wp-includes/%' OR u.href LIKE '%/wp-content/%/')
  AND  u.extension NOT IN ('png', 'jpg', 'jpeg', 'gif', 'css', 'svg', 'webp', 'pdf', 'php')
  AND  NOT same_org(coalesce(u.host, ''), coalesce(m.from_domain, ''))
