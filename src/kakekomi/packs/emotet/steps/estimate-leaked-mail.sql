-- id: estimate-leaked-mail
-- order: 110
-- title.ja: 漏れたメールの範囲を見積もる
-- title.en: Estimate which mails leaked
-- says.ja: そのパソコンのメールソフトにある全部の相手と期間を、漏れたおそれのある範囲として書き出してください。
-- says.en: List everyone and every period in that PC's mail program: all of it may have leaked.
-- stages: infected
-- patterns: opened_attachment
-- role: administrator
-- minutes: 60
-- danger.ja: 「一部だけだろう」と狭く見積もると、知らせ漏れが出ます。
-- danger.en: Estimate too little, and somebody won't be told.
-- proof: fact
-- source: press-npa-thunderbird, jpcert-faq
-- applies
SELECT s.subject
FROM   stage s
WHERE  s.stage = 'infected'
-- proven
SELECT s.subject
FROM   stage s
WHERE  s.stage = 'infected' AND EXISTS (SELECT 1 FROM partner)
UNION
SELECT d.subject
FROM   declaration d
WHERE  d.step = 'estimate-leaked-mail'
