-- id: check-what-was-left-out
-- order: 23
-- title.ja: 調べ残したところを調べる
-- title.en: Check what was left out
-- says.ja: 読めなかったところや、古い道具での検査がありました。「調べていないこと」を見て、調べ直してください。
-- says.en: Some of it could not be read, or an old tool was used. See "not checked" and check again.
-- stages: prevention, suspected, infected
-- role: administrator
-- minutes: 15
-- danger.ja: 別の人のアカウントで調べると、開いた人の分が抜けます。
-- danger.en: Checked under another account, the part of the one who opened it is missing.
-- proof: declaration
-- source: jpcert-emocheck, tokyo-emergency-2022-03
-- applies
SELECT c.subject
FROM   check_result c JOIN gap g ON g.subject = c.subject
WHERE  c.kind IN ('pc', 'report') AND c.verdict = 'nothing_found'
       AND (g.why = 'outdated'
            OR (g.what IN ('user', 'hive', 'registry_key', 'folder', 'scheduled_task')
                AND g.why IN ('not_permitted', 'unreadable', 'damaged', 'missing')))
-- proven
SELECT d.subject
FROM   declaration d
WHERE  d.step = 'check-what-was-left-out'
