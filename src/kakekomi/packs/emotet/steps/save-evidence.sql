-- id: save-evidence
-- order: 50
-- title.ja: 証拠を保存する
-- title.en: Save the evidence
-- says.ja: 直す前に、検査の結果、あやしいファイル、自動起動の設定、元のメールを別の場所に保存してください。
-- says.en: Before you mend anything, save check results, suspicious files, autostart entries and the original mails elsewhere.
-- stages: infected
-- patterns: opened_attachment
-- role: administrator
-- minutes: 15
-- danger.ja: あやしいファイルをそのまま渡すと、受け取った人が感染します。パスワード付きのZIPに入れます。駆除や初期化のあとでは取れません。
-- danger.en: Handed over as it is, a suspicious file can infect others: put it into a ZIP with a password. After a clean-up it is too late.
-- proof: fact
-- source: jpcert-faq, forensics-power
-- applies
SELECT s.subject
FROM   stage s
WHERE  s.stage = 'infected'
-- proven
SELECT x.subject
FROM   action x
WHERE  x.kind = 'save_evidence' AND x.status = 'verified'
UNION
SELECT d.subject
FROM   declaration d
WHERE  d.step = 'save-evidence'
