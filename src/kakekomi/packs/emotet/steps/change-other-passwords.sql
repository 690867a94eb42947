-- id: change-other-passwords
-- order: 80
-- title.ja: ほかのパスワードも、順番に変える
-- title.en: Change the other passwords, in order
-- says.ja: 使い回していたもの、ブラウザに保存したもの、Windows、VPN、クラウドの順に、別の端末からパスワードを変えてください。
-- says.en: From another device change, in this order, reused passwords, those saved in the browser, Windows, VPN and cloud.
-- stages: infected
-- patterns: opened_attachment
-- role: employee
-- minutes: 60
-- danger.ja: 社内で共通の管理者パスワードを使っていたら、全台分を変えます。1つ残すと、そこから入られます。
-- danger.en: If all PCs share one administrator password, change it on all of them; one left over is a way in.
-- proof: declaration
-- source: jpcert-faq, press-bsi, njccic-2018-11
-- applies
SELECT a.subject
FROM   account a JOIN stage s ON s.subject = a.pc AND s.stage = 'infected'
WHERE  a.kind NOT IN ('mail', 'bank', 'card')
UNION
SELECT s.subject
FROM   stage s
       LEFT JOIN account a ON a.pc = s.subject AND a.kind NOT IN ('mail', 'bank', 'card')
WHERE  s.stage = 'infected' AND a.subject IS NULL
-- proven
SELECT d.subject
FROM   declaration d
WHERE  d.step = 'change-other-passwords'
