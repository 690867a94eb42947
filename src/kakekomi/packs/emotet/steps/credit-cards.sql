-- id: credit-cards
-- order: 78
-- title.ja: カード会社と銀行に連絡する
-- title.en: Call the card company and the bank
-- says.ja: そのパソコンでカードやネット銀行を使っていたら、カード会社と銀行に電話し、再発行と明細の確認を頼んでください。
-- says.en: If cards or online banking were used on that PC, call the card company and the bank; ask for a new card and check statements.
-- stages: infected
-- patterns: opened_attachment
-- role: employee
-- minutes: 15
-- danger.ja: 電話番号は、カードの裏や通帳で調べます。メールや画面に出た番号にはかけません。
-- danger.en: Take the number from the card's back or the passbook, never from a mail or the screen.
-- proof: declaration
-- source: press-npa-cards
-- applies
SELECT a.subject
FROM   account a JOIN stage s ON s.subject = a.pc AND s.stage = 'infected'
WHERE  a.kind IN ('bank', 'card')
UNION
SELECT s.subject
FROM   stage s LEFT JOIN account a ON a.pc = s.subject AND a.kind IN ('bank', 'card')
WHERE  s.stage = 'infected' AND a.subject IS NULL
-- proven
SELECT d.subject
FROM   declaration d
WHERE  d.step = 'credit-cards'
