-- id: mail/pdf-script-on-opening
-- title.ja: 開くとスクリプトが動くPDF
-- title.en: PDF whose script runs on opening
-- says.ja: PDF「{name}」は、開くと中のスクリプトが動きます。
-- says.en: The PDF "{name}" runs a script of its own when it is opened.
-- weight: 3
-- group: pdf
-- attack: T1059.007, T1204.002
-- since: 2018
-- false-positives.ja: 入力欄を計算する申請書
-- false-positives.en: Forms that calculate
-- source: mitre-techniques
SELECT p.subject, a.name, p.javascript
FROM   pdf p
JOIN   attachment a ON a.subject = p.subject AND a.node = p.node
WHERE  p.javascript AND p.open_action
