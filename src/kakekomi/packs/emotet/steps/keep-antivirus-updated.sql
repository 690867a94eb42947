-- id: keep-antivirus-updated
-- order: 312
-- title.ja: ウイルス対策ソフトを動かしておく
-- title.en: Keep antivirus software running
-- says.ja: ウイルス対策ソフトを入れ、定義が最新であることを確かめてください。
-- says.en: Have antivirus software, and see that its definitions are current.
-- stages: prevention
-- role: employee
-- minutes: 10
-- danger.ja: 2つ同時に入れると、かえって動きが悪くなることがあります。
-- danger.en: Two at once can get in each other's way.
-- proof: fact
-- source: ipa-measures, tokyo-emotet-enquiries
-- applies
SELECT h.subject
FROM   pc h
WHERE  h.platform = 'windows'
-- proven
SELECT w.subject
FROM   windows_security_products w
WHERE  w.type = 'Antivirus' AND w.state = 'On' AND w.signatures_up_to_date
UNION
SELECT d.subject
FROM   declaration d
WHERE  d.step = 'keep-antivirus-updated'
