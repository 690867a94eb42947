-- id: recovery
-- order: 4
-- title.ja: 復旧
-- title.en: Recovery
-- says.ja: 取り除くか、初期化が済みました。様子を見ながら、もとに戻していきます。
-- says.en: It has been removed or reinstalled. Bring it back step by step, and keep watching.
-- source: jpcert-faq
SELECT s.subject
FROM   stage s
WHERE  s.stage = 'infected'
       AND (EXISTS (SELECT 1 FROM declaration d
                    WHERE d.subject = s.subject AND d.step = 'reinstall'
                          AND NOT EXISTS (SELECT 1 FROM check_result c
                                          WHERE c.subject = d.subject AND c.verdict = 'detected'
                                                AND c.checked_at > d.at))
            OR EXISTS (SELECT 1 FROM action x
                       WHERE x.subject = s.subject AND x.kind = 'quarantine_file'
                             AND x.status = 'verified'
                             AND NOT EXISTS (SELECT 1 FROM check_result c
                                             WHERE c.subject = x.subject AND c.verdict = 'detected'
                                                   AND c.checked_at > x.at)))
