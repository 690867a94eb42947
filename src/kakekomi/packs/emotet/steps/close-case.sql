-- id: close-case
-- order: 170
-- title.ja: 終了を決める
-- title.en: Close the case
-- says.ja: 残りの項目がなくなったら、自社の安全が確かめられたとして、終了を決めてください。
-- says.en: When nothing is left, decide that your own side is confirmed, and close.
-- stages: closed
-- patterns: opened_attachment, our_name_abused
-- role: manager
-- minutes: 15
-- danger.ja: にせのメールは、そのあとも届くことがあります。終了は「にせのメールが止んだ」という意味ではありません。
-- danger.en: Forged mails may go on. Closing does not mean that they have stopped.
-- proof: declaration
-- source: jpcert-faq, press-jpcert-faq
-- applies
SELECT o.subject
FROM   organization o
WHERE  EXISTS (SELECT 1 FROM pattern p
               WHERE p.pattern IN ('opened_attachment', 'our_name_abused'))
-- proven
SELECT d.subject
FROM   declaration d
WHERE  d.step = 'close-case'
