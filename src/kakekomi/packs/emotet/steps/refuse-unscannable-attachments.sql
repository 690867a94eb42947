-- id: refuse-unscannable-attachments
-- order: 324
-- title.ja: 検査できない添付を受け取らない
-- title.en: Refuse attachments that can't be scanned
-- says.ja: 暗号化ZIPなど検査できない添付を止め、自社からもパスワード付きZIPを送らないでください。
-- says.en: Stop encrypted ZIPs and the like at the mail gateway, and don't send any yourself.
-- stages: prevention
-- role: administrator
-- minutes: 60
-- danger.ja: 取引先に先に知らせないと、大事な書類が届かなくなります。
-- danger.en: Tell partners first, or important papers won't arrive.
-- proof: declaration
-- source: ipa-measures, tokyo-column-19
-- applies
SELECT o.subject
FROM   organization o
-- proven
SELECT d.subject
FROM   declaration d
WHERE  d.step = 'refuse-unscannable-attachments'
