-- id: keep-power-on
-- order: 20
-- title.ja: 電源は入れたまま、触らない
-- title.en: Leave the power on, and don't touch it
-- says.ja: 電源を切らず、再起動もせず、メールやファイルも消さないで、そのままにしてください。
-- says.en: Don't switch off, don't restart, don't delete mails or files. Leave it as it is.
-- stages: suspected, infected
-- patterns: opened_attachment
-- role: employee
-- minutes: 1
-- danger.ja: 再起動やファイルの削除をすると、何が起きたかを調べる手がかりが消えます。ただし切り離せないときは、電源を切るほうを選びます。
-- danger.en: A restart or a deletion destroys the traces. But if the PC cannot be cut off, switching off is the better choice.
-- proof: fact
-- source: forensics-power, jpcert-faq
-- applies
SELECT p.subject
FROM   pattern p
WHERE  p.pattern = 'opened_attachment'
-- proven
SELECT x.subject
FROM   action x
WHERE  x.kind = 'save_evidence' AND x.status = 'verified'
UNION
SELECT d.subject
FROM   declaration d
WHERE  d.step = 'keep-power-on'
