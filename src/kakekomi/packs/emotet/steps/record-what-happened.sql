-- id: record-what-happened
-- order: 30
-- title.ja: 起きたことを書きとめる
-- title.en: Write down what happened
-- says.ja: 時刻、件名、差出人、添付の名前、押したボタンを紙に書き、画面を写真に撮ってください。
-- says.en: Write on paper the time, subject, sender, attachment and buttons pressed; photograph the screen.
-- stages: suspected, infected
-- patterns: opened_attachment, our_name_abused
-- role: employee
-- minutes: 3
-- danger.ja: 確かめようとして、もう一度ファイルを開かないでください。
-- danger.en: Don't open the file again to look.
-- proof: declaration
-- source: tokyo-contacts, jpcert-faq
-- applies
SELECT a.subject
FROM   answer a LEFT JOIN pc h ON h.person = a.subject
WHERE  h.subject IS NULL
       AND ((a.question = 'opened' AND a.value IN ('yes', 'not_sure'))
            OR (a.question = 'our_name' AND a.value = 'yes'))
UNION
SELECT h.subject
FROM   answer a JOIN pc h ON h.person = a.subject
WHERE  (a.question = 'opened' AND a.value IN ('yes', 'not_sure'))
       OR (a.question = 'our_name' AND a.value = 'yes')
-- proven
SELECT d.subject
FROM   declaration d
WHERE  d.step = 'record-what-happened'
