-- id: public-notice
-- order: 90
-- title.ja: ホームページで知らせる
-- title.en: Put a notice on your web site
-- says.ja: 自社のホームページに、にせのメールへの注意を、日付と問い合わせ先を付けてのせてください。
-- says.en: Put a warning about the forged mails on your web site, dated, with a number to call.
-- stages: suspected, infected
-- patterns: opened_attachment, our_name_abused
-- role: manager
-- minutes: 60
-- danger.ja: にせのメールの現物やリンクはのせません。特定の取引先を犯人のように書きません。
-- danger.en: Don't publish the mail or its links, and don't point at a partner.
-- proof: fact
-- source: police-tokyo-emotet, riken-notice
-- applies
SELECT o.subject
FROM   organization o
WHERE  EXISTS (SELECT 1 FROM stage s WHERE s.stage = 'infected')
       OR EXISTS (SELECT 1 FROM pattern p WHERE p.pattern = 'our_name_abused')
-- proven
SELECT n.subject
FROM   notice n
WHERE  n.kind = 'public' AND n.status = 'sent'
UNION
SELECT d.subject
FROM   declaration d
WHERE  d.step = 'public-notice'
