-- id: decide-evidence-retention
-- order: 160
-- title.ja: 証拠の置き場所と期限を決める
-- title.en: Decide where evidence is kept, and how long
-- says.ja: 保存した証拠の置き場所、見てよい人、捨てる日を決めて書いてください。
-- says.en: Decide and write down where the evidence lies, who may see it, and when it is destroyed.
-- stages: infected, recovery
-- patterns: opened_attachment
-- role: manager
-- minutes: 10
-- danger.ja: 検体や個人情報が入っています。だれでも触れる場所には置きません。
-- danger.en: It holds malware and personal data; don't leave it where anybody can get at it.
-- proof: declaration
-- source: forensics-power
-- applies
SELECT o.subject
FROM   organization o
WHERE  EXISTS (SELECT 1 FROM stage s WHERE s.stage = 'infected')
-- proven
SELECT d.subject
FROM   declaration d
WHERE  d.step = 'decide-evidence-retention'
