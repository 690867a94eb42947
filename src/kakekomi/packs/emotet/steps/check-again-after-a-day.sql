-- id: check-again-after-a-day
-- order: 130
-- title.ja: 1日以上あけて、もう一度調べる
-- title.en: Check again after a day or more
-- says.ja: 1回目から24時間以上あけて、もう一度検査してください。2回続けて見つからないことを確かめます。
-- says.en: Check once more, 24 hours or more after the first time: twice in a row nothing should be found.
-- stages: suspected, infected, recovery
-- patterns: opened_attachment, our_name_abused
-- role: administrator
-- minutes: 15
-- danger.ja: 1回の「該当なし」は、そのとき動いていなかっただけかもしれません。
-- danger.en: One "nothing found" may only mean that it was not running.
-- proof: fact
-- source: jpcert-emocheck, tokyo-column-24
-- applies
SELECT p.subject
FROM   pattern p
WHERE  p.pattern = 'opened_attachment'
UNION
SELECT h.subject
FROM   pc h
WHERE  h.platform = 'windows'
       AND EXISTS (SELECT 1 FROM pattern p
                   WHERE p.pattern IN ('opened_attachment', 'our_name_abused'))
-- proven
SELECT a.subject
FROM   check_result a JOIN check_result b ON b.subject = a.subject
WHERE  a.kind IN ('pc', 'report') AND a.verdict = 'nothing_found'
       AND b.kind IN ('pc', 'report') AND b.verdict = 'nothing_found'
       AND age_s(a.checked_at, b.checked_at) >= 86400
       AND NOT EXISTS (SELECT 1 FROM check_result c
                       WHERE c.subject = a.subject AND c.verdict = 'detected'
                             AND c.checked_at >= a.checked_at)
