-- id: one-contact-point
-- order: 82
-- title.ja: 問い合わせの窓口を1つにする
-- title.en: Make one contact point
-- says.ja: 社内外からの問い合わせを受ける人と電話番号を1つ決め、答え方をそろえてください。
-- says.en: Choose one person and number for all questions, and agree on what to say.
-- stages: infected
-- patterns: opened_attachment, our_name_abused
-- role: manager
-- minutes: 15
-- danger.ja: 人によって答えが違うと、混乱と不信を招きます。分からないことを断定しません。
-- danger.en: Different answers from different people cost trust. Don't state what you don't know.
-- proof: declaration
-- source: tokyo-guidebook-3
-- applies
SELECT o.subject
FROM   organization o
WHERE  EXISTS (SELECT 1 FROM stage s WHERE s.stage = 'infected')
       OR EXISTS (SELECT 1 FROM pattern p WHERE p.pattern = 'our_name_abused')
-- proven
SELECT d.subject
FROM   declaration d
WHERE  d.step = 'one-contact-point'
