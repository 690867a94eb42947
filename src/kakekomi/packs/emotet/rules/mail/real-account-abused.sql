-- id: mail/real-account-abused
-- title.ja: 本物のアカウントの悪用
-- title.en: A real account is abused
-- says.ja: 差出人 {from_address} は、以前からやり取りのある相手で、受信サーバも本物と確かめています。それなのに、攻撃に使われる形のファイル「{name}」が付いています。相手のパソコンかメールのアカウントが乗っ取られているおそれがあります。返信せず、電話で知らせてください。
-- says.en: {from_address} is somebody you have written with, and the receiving server confirmed it; yet the mail carries "{name}", a file of the kind that attacks use. Their PC or mail account may have been taken over. Don't reply; tell them by phone.
-- weight: 4
-- group: sender
-- sender-case: real_account
-- attack: T1586.002, T1566.001
-- since: 2019
-- false-positives.ja: マクロ付きの書類やパスワード付きZIPを、ふだんからやり取りしている相手
-- false-positives.en: Partners who really send documents with macros or encrypted ZIPs
-- source: jpcert-faq, ipa-situation-2020-07
SELECT m.subject, m.from_address, min(a.name) AS name, x.dmarc
FROM   message m
JOIN   authentication x ON x.subject = m.subject AND x.position = 0
JOIN   attachment a ON a.subject = m.subject
LEFT   JOIN office o ON o.subject = a.subject AND o.node = a.node
LEFT   JOIN shortcut s ON s.subject = a.subject AND s.node = a.node
WHERE  (x.dmarc = 'pass' OR (x.spf = 'pass' AND x.dkim = 'pass'))
  AND  (EXISTS (SELECT 1 FROM correspondent c
                WHERE c.subject = m.subject AND lower(c.address) = lower(m.from_address))
        OR EXISTS (SELECT 1 FROM quoted_participant q
                   WHERE q.subject = m.subject AND lower(q.address) = lower(m.from_address)))
  AND  (o.autoexec OR s.node IS NOT NULL
        OR a.extension IN ('exe', 'scr', 'js', 'jse', 'vbs', 'vbe', 'wsf', 'hta', 'lnk', 'one', 'xll', 'bat', 'cmd', 'ps1', 'iso', 'img'))
GROUP  BY m.subject, m.from_address, x.dmarc
