-- id: if-already-opened
-- order: 14
-- title.ja: もう開いていたら、すぐ切り離す
-- title.en: If it was opened already, cut off at once
-- says.ja: もし添付やリンクを開いていたら、いますぐLANケーブルを抜き、Wi-Fiを切ってください。電源は切りません。
-- says.en: If it was opened already, pull the LAN cable and switch Wi-Fi off now. Leave the power on.
-- stages: prevention
-- patterns: received_only
-- role: employee
-- minutes: 1
-- danger.ja: 画面に何も出なくても、感染していることがあります。
-- danger.en: It may be infected even if nothing showed on the screen.
-- proof: fact
-- source: police-tokyo-emotet
-- applies
SELECT c.subject
FROM   check_result c
WHERE  c.kind = 'mail' AND c.verdict IN ('detected', 'suspicious')
-- proven
SELECT a.subject
FROM   answer a
WHERE  a.question = 'opened'
