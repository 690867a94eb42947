-- id: mail/known-sender-authenticated
-- title.ja: 確認済みの、いつもの相手
-- title.en: Known sender, confirmed
-- says.ja: {from_address} とは以前からやり取りがあり、受信サーバも本物と確かめています。ただし、本人のアカウントが乗っ取られていないことまでは分かりません。
-- says.en: There is earlier correspondence with {from_address} and the receiving server confirmed it. That the account was not taken over is not shown by this.
-- weight: -5
-- since: 2019
-- false-positives.ja: 本物のアカウントが乗っ取られた場合
-- false-positives.en: A real account that was taken over
-- source: ipa-situation-2020-07
SELECT m.subject, m.from_address, x.dmarc
FROM   message m
JOIN   correspondent c ON c.subject = m.subject AND lower(c.address) = lower(m.from_address)
JOIN   authentication x ON x.subject = m.subject AND x.position = 0
JOIN   received r ON r.subject = m.subject AND r.position = 0 AND same_org(r.by_host, x.authserv_id)
WHERE  x.dmarc = 'pass' OR (x.spf = 'pass' AND x.dkim = 'pass')
