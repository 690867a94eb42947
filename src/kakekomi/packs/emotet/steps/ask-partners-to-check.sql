-- id: ask-partners-to-check
-- order: 140
-- title.ja: やり取りの相手にも確認をお願いする
-- title.en: Ask the other side to check as well
-- says.ja: 引用されたメールの相手に、感染のおそれを電話で伝え、同じ検査をお願いしてください。
-- says.en: Tell the other side of the quoted mail, by phone, that they may be infected, and ask them to check likewise.
-- stages: suspected
-- patterns: our_name_abused
-- role: manager
-- minutes: 30
-- danger.ja: 「あなたが感染している」と決めつけると、関係をこわします。
-- danger.en: Don't say that they are infected; you don't know.
-- proof: fact
-- source: tokyo-emotet-enquiries, jpcert-faq
-- applies
SELECT p.subject
FROM   pattern p
WHERE  p.pattern = 'our_name_abused'
-- proven
SELECT p.subject
FROM   pattern p
WHERE  p.pattern = 'our_name_abused'
       AND EXISTS (SELECT 1 FROM notice n WHERE n.kind = 'telephone' AND n.status = 'sent')
UNION
SELECT d.subject
FROM   declaration d
WHERE  d.step = 'ask-partners-to-check'
