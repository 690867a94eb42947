-- id: watch-for-spoofs
-- order: 175
-- title.ja: にせのメールが止むまで見守る
-- title.en: Watch until the forged mails stop
-- says.ja: 自社名のにせのメールの知らせを受け続け、30日聞かなくなったら「止んだ」と記録してください。
-- says.en: Go on taking reports of forged mails; when there were none for thirty days, record that they stopped.
-- stages: closed
-- patterns: opened_attachment, our_name_abused
-- role: administrator
-- minutes: 5
-- danger.ja: 盗まれた情報での送信は、だれにも止められません。止んでも、また始まることがあります。
-- danger.en: Nobody can stop mails made from stolen data; they may begin again.
-- proof: declaration
-- source: press-jpcert-faq
-- applies
SELECT o.subject
FROM   organization o
WHERE  EXISTS (SELECT 1 FROM stage s WHERE s.stage = 'infected')
       OR EXISTS (SELECT 1 FROM pattern p WHERE p.pattern = 'our_name_abused')
-- proven
SELECT d.subject
FROM   declaration d
WHERE  d.step = 'watch-for-spoofs'
