-- id: mail/contact-name-unrelated-address
-- title.ja: 知人の名前で、知らないアドレス
-- title.en: A contact's name on an unknown address
-- says.ja: 差出人の名前「{from_name}」は知っている相手({known})と同じですが、アドレス {from_address} は違います。
-- says.en: The sender's name "{from_name}" is that of somebody known ({known}), but the address {from_address} is another.
-- weight: 8
-- group: sender
-- sender-case: display_name
-- attack: T1656, T1566
-- since: 2019
-- false-positives.ja: 相手がアドレスを変えた、または個人用アドレスから送った
-- false-positives.en: The contact changed address or writes privately
-- source: jpcert-faq, unit42-iocs
SELECT m.subject, m.from_name, m.from_address, min(c.address) AS known
FROM   message m
JOIN   correspondent c ON c.subject = m.subject
WHERE  replace(replace(nfkc(lower(c.name)), ' ', ''), '　', '') = replace(replace(nfkc(lower(m.from_name)), ' ', ''), '　', '')
  AND  length(m.from_name) > 2
  AND  NOT EXISTS (SELECT 1 FROM correspondent k WHERE k.subject = m.subject
                   AND (lower(k.address) = lower(m.from_address) OR same_org(domain(k.address), m.from_domain)))
GROUP  BY m.subject, m.from_name, m.from_address
