-- id: mail/own-domain-failed-authentication
-- title.ja: 自社のアドレスだが、認証に失敗
-- title.en: Our own address, but authentication failed
-- says.ja: 差出人は自社のアドレス {from_address} ですが、受信サーバは本物と確かめられませんでした(認証の結果: {result})。
-- says.en: The sender bears our own address {from_address}, but the receiving server could not confirm it (result: {result}).
-- weight: 10
-- group: sender
-- sender-case: display_name
-- attack: T1656, T1566
-- since: 2019
-- false-positives.ja: 外部の配信サービスを使った自社のメール、転送
-- false-positives.en: Our own mail through an outside service, forwarding
-- source: jpcert-faq
SELECT m.subject, m.from_address, coalesce(nullif(x.dmarc, 'none'), x.spf) AS result
FROM   message m
JOIN   own_domain o ON o.subject = m.subject AND same_org(m.from_domain, o.domain)
JOIN   authentication x ON x.subject = m.subject AND x.position = 0
WHERE  (x.dmarc = 'fail' OR x.spf IN ('fail', 'softfail'))
  AND  coalesce(x.dkim, '') <> 'pass' AND coalesce(x.dmarc, '') <> 'pass'
