-- id: watch-logs
-- order: 150
-- title.ja: 記録を14日間見張る
-- title.en: Watch the logs for fourteen days
-- says.ja: メール、プロキシ、ファイアウォールの記録を14日間見て、異常がないことを確かめてください。
-- says.en: Watch mail, proxy and firewall logs for fourteen days and make sure that nothing is wrong.
-- stages: infected, recovery
-- patterns: opened_attachment, our_name_abused
-- role: administrator
-- minutes: 30
-- danger.ja: 記録の保存期間が短いと、見る前に消えます。先に延ばしておきます。
-- danger.en: Logs may be gone before you look; extend how long they are kept first.
-- proof: declaration
-- source: jpcert-faq, tokyo-emergency-2022-03
-- applies
SELECT o.subject
FROM   organization o
WHERE  EXISTS (SELECT 1 FROM stage s WHERE s.stage = 'infected')
       OR EXISTS (SELECT 1 FROM pattern p WHERE p.pattern = 'our_name_abused')
-- proven
SELECT d.subject
FROM   declaration d
WHERE  d.step = 'watch-logs'
