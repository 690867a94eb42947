-- id: closed
-- order: 5
-- title.ja: 終了
-- title.en: Closed
-- says.ja: 自社の安全が確かめられ、終了が決まりました。にせのメールは、そのあとも届くことがあります。
-- says.en: Your own side has been confirmed and the case was closed. Spoofed mails may go on after that.
-- source: jpcert-faq, press-jpcert-faq
SELECT d.subject
FROM   declaration d
WHERE  d.step = 'close-case'
       AND NOT EXISTS (SELECT 1 FROM check_result c
                       WHERE c.kind IN ('pc', 'report') AND c.verdict = 'detected'
                             AND c.checked_at > d.at)
       AND NOT EXISTS (SELECT 1 FROM answer a
                       WHERE a.question IN ('opened', 'our_name') AND a.value = 'yes'
                             AND a.answered_at > d.at)
