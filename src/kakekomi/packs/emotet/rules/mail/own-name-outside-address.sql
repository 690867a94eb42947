-- id: mail/own-name-outside-address
-- title.ja: 自社の人を名乗る外部のアドレス
-- title.en: Outside address under our own name
-- says.ja: 差出人の名前は自社({own})を名乗っていますが、実際のアドレス {from_address} は自社のものではありません。名前だけのなりすましです。自社のサーバが使われた証拠ではありません。
-- says.en: The sender claims to be of our own organization ({own}), but the address {from_address} is not ours. Only the name is forged; it does not show that our server was used.
-- weight: 12
-- group: sender
-- sender-case: display_name
-- attack: T1656, T1566
-- since: 2019
-- false-positives.ja: 社員が個人のアドレスから送ったメール
-- false-positives.en: Staff writing from a private address
-- source: jpcert-faq, unit42-iocs, riken-notice
SELECT m.subject, m.from_name_address AS shown, m.from_address, o.domain AS own
FROM   message m
JOIN   own_domain o ON o.subject = m.subject
WHERE  m.from_name_address IS NOT NULL
  AND  same_org(domain(m.from_name_address), o.domain)
  AND  m.from_domain IS NOT NULL AND NOT same_org(m.from_domain, o.domain)
