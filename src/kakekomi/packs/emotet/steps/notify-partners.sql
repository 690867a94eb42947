-- id: notify-partners
-- order: 85
-- title.ja: 取引先に知らせる
-- title.en: Tell your partners
-- says.ja: 取引先に、にせのメールが届くおそれと、開かないでほしいことを、電話やホームページも使って知らせてください。
-- says.en: Tell partners that forged mails may come and must not be opened; use the phone and your web site as well.
-- stages: suspected, infected
-- patterns: opened_attachment, our_name_abused
-- role: manager
-- minutes: 60
-- danger.ja: 添付ファイルやログインのリンクを付けません。全員の宛先が見える送り方もしません。感染の疑いのあるパソコンからは送りません。
-- danger.en: No attachments, no log-in links, no visible list of recipients, and never from a suspected PC.
-- proof: fact
-- source: jpcert-faq, riken-notice, keiju-notice
-- applies
SELECT r.subject
FROM   partner r
WHERE  EXISTS (SELECT 1 FROM stage s WHERE s.stage = 'infected')
       OR EXISTS (SELECT 1 FROM pattern p WHERE p.pattern = 'our_name_abused')
UNION
SELECT o.subject
FROM   organization o
WHERE  NOT EXISTS (SELECT 1 FROM partner)
       AND (EXISTS (SELECT 1 FROM stage s WHERE s.stage = 'infected')
            OR EXISTS (SELECT 1 FROM pattern p WHERE p.pattern = 'our_name_abused'))
-- proven
SELECT n.subject
FROM   notice n
WHERE  n.kind = 'partners' AND n.status = 'sent'
UNION
SELECT d.subject
FROM   declaration d
WHERE  d.step = 'notify-partners'
