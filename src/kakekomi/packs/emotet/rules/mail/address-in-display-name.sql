-- id: mail/address-in-display-name
-- title.ja: 表示名の中に別のアドレス
-- title.en: Another address inside the display name
-- says.ja: 差出人の名前の欄に「{shown}」と書かれていますが、実際の差出人は {from_address} です。
-- says.en: The sender is shown as "{shown}", but the mail really comes from {from_address}.
-- weight: 8
-- group: sender
-- sender-case: display_name
-- attack: T1656, T1566
-- since: 2019
-- false-positives.ja: 代理送信や問い合わせフォームからの通知
-- false-positives.en: Mail sent on behalf of somebody, web forms
-- source: unit42-iocs, jpcert-faq
SELECT m.subject, m.from_name_address AS shown, m.from_address
FROM   message m
WHERE  m.from_name_address IS NOT NULL
  AND  NOT same_org(domain(m.from_name_address), m.from_domain)
