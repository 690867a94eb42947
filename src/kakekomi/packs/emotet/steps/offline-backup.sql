-- id: offline-backup
-- order: 328
-- title.ja: 切り離したバックアップを持つ
-- title.en: Keep a backup that is not connected
-- says.ja: 大事なデータを、ふだんはつながない媒体にも保存してください。
-- says.en: Keep important data on a medium that is not connected as well.
-- stages: prevention
-- role: administrator
-- minutes: 60
-- danger.ja: つないだままのバックアップは、一緒に壊されます。
-- danger.en: A connected backup is destroyed along.
-- proof: declaration
-- source: tokyo-emergency-2022-03
-- applies
SELECT o.subject
FROM   organization o
-- proven
SELECT d.subject
FROM   declaration d
WHERE  d.step = 'offline-backup'
