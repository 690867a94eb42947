-- id: mail/stolen-thread
-- title.ja: 盗まれたやり取りの引用
-- title.en: A stolen thread is quoted
-- says.ja: 引用されたやり取りの中の「{quoted_name}」のアドレスは {quoted_address} ですが、このメールは同じ名前で {from_address} から来ています。実際のやり取りが盗まれ、使われた形です。やり取りに加わっていた誰かのPCかメールが、過去に盗まれた可能性があります。
-- says.en: In the quoted mail "{quoted_name}" has the address {quoted_address}, but this mail comes under the same name from {from_address}. Real correspondence was stolen and used: some PC or mailbox of somebody who took part was robbed at some time.
-- weight: 12
-- group: sender
-- sender-case: stolen_thread
-- attack: T1114.001, T1566, T1656
-- since: 2018
-- false-positives.ja: 本人が別のアドレスから返信した
-- false-positives.en: The person replied from another address
-- source: jpcert-faq, unit42-iocs
SELECT m.subject, q.name AS quoted_name, q.address AS quoted_address, m.from_address
FROM   message m
JOIN   quoted_participant q ON q.subject = m.subject
WHERE  q.name IS NOT NULL AND q.address IS NOT NULL AND m.from_name IS NOT NULL
  AND  length(m.from_name) > 2
  AND  replace(replace(nfkc(lower(q.name)), ' ', ''), '　', '') = replace(replace(nfkc(lower(m.from_name)), ' ', ''), '　', '')
  AND  NOT same_org(domain(q.address), m.from_domain)
  AND  NOT EXISTS (SELECT 1 FROM quoted_participant k WHERE k.subject = m.subject AND same_org(domain(k.address), m.from_domain))
