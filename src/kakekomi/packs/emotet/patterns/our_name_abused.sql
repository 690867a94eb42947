-- id: our_name_abused
-- order: 2
-- title.ja: パターン2 自社名の不審なメールが各所に届いた
-- title.en: Pattern 2: suspicious mails in our name reached others
-- says.ja: 自社の名前をかたるメールが出回っています。自社か取引先のどちらかが感染しているおそれがあります。
-- says.en: Mails in your name are going round. Either you or a partner may be infected.
-- source: tokyo-emotet-enquiries, jpcert-faq
SELECT a.subject
FROM   answer a
WHERE  a.question = 'our_name' AND a.value = 'yes'
UNION
SELECT m.subject
FROM   message m
       JOIN own_domain d ON d.subject = m.subject
       JOIN check_result c ON c.subject = m.subject
WHERE  c.verdict IN ('detected', 'suspicious')
       AND (lower(m.from_domain) = lower(d.domain)
            OR lower(m.from_name_address) LIKE '%@' || lower(d.domain))
