-- id: scan-with-antivirus-too
-- order: 21
-- title.ja: ウイルス対策ソフトでも調べる
-- title.en: Scan with antivirus software as well
-- says.ja: Emotetと言えるほどのしるしはありませんでした。ほかのウイルスもいないか、ウイルス対策ソフトで全ファイルを調べてください。
-- says.en: There was not enough to call it Emotet. Scan all files with antivirus software, too, for other malware.
-- stages: prevention
-- role: employee
-- minutes: 120
-- danger.ja: 2つの検査で見つからなくても、言い切れるのは「見つからなかった」までです。
-- danger.en: Even if both find nothing, all one can say is that nothing was found.
-- proof: fact
-- source: police-tokyo-emotet, tokyo-column-24
-- applies
SELECT c.subject
FROM   check_result c
WHERE  c.kind IN ('pc', 'report') AND c.verdict = 'nothing_found'
       AND NOT EXISTS (SELECT 1 FROM pattern p WHERE p.subject = c.subject)
-- proven
SELECT c.subject
FROM   check_result c
WHERE  c.tool IN ('defender', 'clamav') AND c.scope = 'full' AND c.verdict <> 'not_checked'
UNION
SELECT v.subject
FROM   av_scan v
WHERE  v.scope = 'full' AND v.finished_at IS NOT NULL
