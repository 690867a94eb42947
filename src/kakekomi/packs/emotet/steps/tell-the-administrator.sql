-- id: tell-the-administrator
-- order: 40
-- title.ja: 管理者に電話かじかに伝える
-- title.en: Tell the administrator by phone or in person
-- says.ja: システム管理者か上司に、電話かじかに会って伝えてください。そのパソコンのメールは使いません。
-- says.en: Tell the administrator or your manager by phone or in person; not by mail from that PC.
-- stages: prevention, suspected, infected
-- patterns: opened_attachment, our_name_abused, received_only
-- role: employee
-- minutes: 5
-- danger.ja: そのパソコンからメールやチャットで知らせると、相手に見られたり、広げたりするおそれがあります。
-- danger.en: Writing from that PC may be read by the attacker, or spread it.
-- proof: declaration
-- source: ipa-measures, tokyo-guidebook-3
-- applies
SELECT p.subject
FROM   pattern p
WHERE  p.pattern IN ('opened_attachment', 'our_name_abused')
UNION
SELECT c.subject
FROM   check_result c
WHERE  c.kind = 'mail' AND c.verdict IN ('detected', 'suspicious')
-- proven
SELECT d.subject
FROM   declaration d
WHERE  d.step = 'tell-the-administrator'
