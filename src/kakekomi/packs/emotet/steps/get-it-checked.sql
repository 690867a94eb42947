-- id: get-it-checked
-- order: 19
-- title.ja: 調べられる形にして、もう一度調べる
-- title.en: Get it into a form that can be checked
-- says.ja: 今回は調べられませんでした。無事という意味ではありません。メールなら開かず、パソコンなら使わずに、理由を見て調べ直してください。
-- says.en: It could not be checked; that does not mean it is clean. Don't open the mail or use the PC: see the reason, and check again.
-- stages: prevention, suspected
-- role: employee
-- minutes: 15
-- danger.ja: 調べるために、添付を自分で開かないでください。
-- danger.en: Don't open the attachment yourself to find out.
-- proof: fact
-- source: jpcert-emocheck
-- applies
SELECT c.subject
FROM   check_result c
WHERE  c.verdict = 'not_checked'
       AND NOT EXISTS (SELECT 1 FROM pc h
                       WHERE h.subject = c.subject AND h.platform <> 'windows')
-- proven
SELECT c.subject
FROM   check_result c
WHERE  c.verdict <> 'not_checked'
