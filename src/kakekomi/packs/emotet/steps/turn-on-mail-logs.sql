-- id: turn-on-mail-logs
-- order: 326
-- title.ja: メールの記録を残す
-- title.en: Keep mail logs
-- says.ja: メールの監査の記録を有効にし、SPF・DKIM・DMARCを設定してください。
-- says.en: Switch mail audit logs on, and set up SPF, DKIM and DMARC.
-- stages: prevention
-- role: administrator
-- minutes: 30
-- danger.ja: DMARCをいきなり厳しくすると、本物のメールも届かなくなることがあります。
-- danger.en: A strict DMARC policy at once can stop genuine mail.
-- proof: declaration
-- source: tokyo-emergency-2022-03, ipa-measures
-- applies
SELECT o.subject
FROM   organization o
-- proven
SELECT d.subject
FROM   declaration d
WHERE  d.step = 'turn-on-mail-logs'
