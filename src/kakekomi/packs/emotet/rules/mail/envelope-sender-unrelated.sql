-- id: mail/envelope-sender-unrelated
-- title.ja: 封筒の差出人が無関係
-- title.en: Unrelated envelope sender
-- says.ja: 画面の差出人({from_domain})と、配送に使われた差出人({envelope_domain})が無関係です。
-- says.en: The sender shown ({from_domain}) and the one used for delivery ({envelope_domain}) have nothing to do with each other.
-- weight: 2
-- attack: T1656
-- since: 2019
-- false-positives.ja: 配信サービス、転送、問い合わせフォーム
-- false-positives.en: Mailing services, forwarding, web forms
-- source: jpcert-faq
SELECT m.subject, m.from_domain, m.envelope_domain
FROM   message m
WHERE  m.envelope_domain <> '' AND m.from_domain <> ''
  AND  NOT same_org(m.envelope_domain, m.from_domain)
  AND  EXISTS (SELECT 1 FROM attachment a WHERE a.subject = m.subject AND NOT a.inline)
  AND  NOT EXISTS (SELECT 1 FROM authentication x WHERE x.subject = m.subject AND x.dkim = 'pass')
