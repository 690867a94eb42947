-- id: antivirus-full-scan
-- order: 74
-- title.ja: ウイルス対策ソフトで全ファイルを調べる
-- title.en: Full scan with antivirus software
-- says.ja: ウイルス対策ソフトを最新にして、すべてのファイルを検査してください。Emotetが別のウイルスを呼びこむためです。
-- says.en: Update the antivirus software and scan all files: Emotet brings in other malware.
-- stages: suspected, infected
-- patterns: opened_attachment, our_name_abused
-- role: administrator
-- minutes: 120
-- danger.ja: 「クイック」検査では足りません。更新のためにつなぎ直すときは、管理者の指示に従います。
-- danger.en: A quick scan is not enough. Reconnect for the update only as the administrator says.
-- proof: fact
-- source: tokyo-emotet-enquiries, police-tokyo-emotet
-- applies
SELECT h.subject
FROM   pc h
WHERE  h.platform = 'windows'
       AND EXISTS (SELECT 1 FROM pattern p
                   WHERE p.pattern IN ('opened_attachment', 'our_name_abused'))
-- proven
SELECT c.subject
FROM   check_result c
WHERE  c.tool IN ('defender', 'clamav') AND c.scope = 'full' AND c.verdict <> 'not_checked'
UNION
SELECT v.subject
FROM   av_scan v
WHERE  v.scope = 'full' AND v.finished_at IS NOT NULL
