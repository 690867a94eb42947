-- id: doubt-a-clean-result
-- order: 18
-- title.ja: 見つからなくても、心当たりがあれば感染扱いにする
-- title.en: No sign found, but something was opened? Treat it as infected
-- says.ja: 不審なメールを開いた心当たりがあれば、見つからなくても感染したものとして扱い、切り離してください。
-- says.en: If something suspicious was opened on it, treat the PC as infected even so, and cut it off.
-- stages: prevention
-- role: employee
-- minutes: 3
-- danger.ja: 動いていないウイルスや新しい種類は、検査で見つからないことがあります。
-- danger.en: Malware that does not run, or is new, can be missed.
-- proof: fact
-- source: tokyo-column-24, police-tokyo-emotet
-- applies
SELECT c.subject
FROM   check_result c
WHERE  c.kind IN ('pc', 'report') AND c.verdict = 'nothing_found'
-- proven
SELECT a.subject
FROM   answer a
WHERE  a.question = 'opened'
UNION
SELECT h.subject
FROM   answer a JOIN pc h ON h.person = a.subject
WHERE  a.question = 'opened'
