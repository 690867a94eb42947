-- id: notify-affected
-- order: 88
-- title.ja: 情報が漏れたおそれのある人に知らせる
-- title.en: Tell those whose data may have leaked
-- says.ja: メールや名簿に名前のある人に、漏れたおそれのある情報と、気をつけることを知らせてください。
-- says.en: Tell the people in those mails and lists which data may have leaked, and what to look out for.
-- stages: infected
-- patterns: opened_attachment
-- role: manager
-- minutes: 60
-- danger.ja: 調べ終わる前に「漏えいはありません」と断定しません。
-- danger.en: Don't say that nothing leaked before it has been looked into.
-- proof: fact
-- source: ppc-report, lawyers-report, riken-notice
-- applies
SELECT o.subject
FROM   organization o
WHERE  EXISTS (SELECT 1 FROM stage s WHERE s.stage = 'infected')
-- proven
SELECT n.subject
FROM   notice n
WHERE  n.kind = 'affected' AND n.status = 'sent'
UNION
SELECT d.subject
FROM   declaration d
WHERE  d.step = 'notify-affected'
