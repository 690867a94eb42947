-- id: check-pc
-- order: 57
-- title.ja: このパソコンを調べる
-- title.en: Check this PC
-- says.ja: メールを開いた本人がログインした状態で、このパソコンを検査してください。
-- says.en: Check this PC while the person who opened the mail is logged in.
-- stages: suspected, infected
-- patterns: opened_attachment, our_name_abused
-- role: administrator
-- minutes: 15
-- danger.ja: 検査の道具を、疑いのあるパソコンで直接ダウンロードしないでください。途中で閉じるのもいけません。
-- danger.en: Don't download the tool on the suspected PC, and don't close it half-way.
-- proof: fact
-- source: jpcert-emocheck, tokyo-emergency-2022-03, tokyo-column-24
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
SELECT c.subject
FROM   check_result c
WHERE  c.kind IN ('pc', 'report') AND c.verdict <> 'not_checked'
       AND c.tool IN ('kakekomi', 'emocheck')
