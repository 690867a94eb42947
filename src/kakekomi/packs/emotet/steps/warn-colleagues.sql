-- id: warn-colleagues
-- order: 62
-- title.ja: 社内に「開かないで」と知らせる
-- title.en: Tell colleagues not to open it
-- says.ja: 同じメールを開かないよう、社内の全員に口頭やチャットで知らせ、開いた人を数えてください。
-- says.en: Tell everyone, aloud or by chat, not to open the mail, and count who did.
-- stages: prevention, suspected, infected
-- patterns: opened_attachment, our_name_abused, received_only
-- role: administrator
-- minutes: 5
-- danger.ja: 元のメールを転送して知らせてはいけません。件名を書いて知らせます。
-- danger.en: Never warn by forwarding the mail; write its subject instead.
-- proof: fact
-- source: ipa-measures, jpcert-faq
-- applies
SELECT o.subject
FROM   organization o
WHERE  EXISTS (SELECT 1 FROM pattern p)
       AND (EXISTS (SELECT 1 FROM check_result c WHERE c.verdict IN ('detected', 'suspicious'))
            OR EXISTS (SELECT 1 FROM pattern p WHERE p.pattern <> 'received_only'))
-- proven
SELECT n.subject
FROM   notice n
WHERE  n.kind = 'internal' AND n.status = 'sent'
UNION
SELECT d.subject
FROM   declaration d
WHERE  d.step = 'warn-colleagues'
