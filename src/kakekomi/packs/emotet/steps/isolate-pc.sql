-- id: isolate-pc
-- order: 10
-- title.ja: パソコンをネットワークから切り離す
-- title.en: Cut the PC off the network
-- says.ja: LANケーブルを抜き、Wi-Fiを切ってください。電源は切らないでください。
-- says.en: Pull the LAN cable and switch Wi-Fi off. Leave the power on.
-- stages: suspected, infected
-- patterns: opened_attachment
-- role: employee
-- minutes: 1
-- danger.ja: VPNやスマホのテザリングが残っていると、切り離したことになりません。どうしても切り離せないときだけ、電源を切ります。
-- danger.en: A VPN or a phone's tethering left on undoes it. Only if the PC cannot be cut off, switch the power off.
-- proof: fact
-- source: police-tokyo-emotet, unit42-iocs, tokyo-guidebook-3
-- applies
SELECT p.subject
FROM   pattern p
WHERE  p.pattern = 'opened_attachment'
-- proven
SELECT x.subject
FROM   action x
WHERE  x.kind = 'isolate_network' AND x.status = 'verified'
UNION
SELECT d.subject
FROM   declaration d
WHERE  d.step = 'isolate-pc'
