-- id: legal-report
-- order: 92
-- title.ja: 法律の報告が要るかを決める
-- title.en: Decide whether a report to the authority is due
-- says.ja: 個人情報のあるパソコンでウイルスが動いたおそれがあれば、報告が要るかどうかを、期限の前に専門家と決めてください。
-- says.en: If malware may have run on a PC with personal data, decide with a lawyer, before the date, whether a report is due.
-- stages: infected
-- patterns: opened_attachment
-- role: manager
-- minutes: 60
-- danger.ja: 速報はおおむね3〜5日以内です。この手引きは期限と下書きを示すだけで、要るかどうかは決めません。
-- danger.en: The first report is due within about 3 to 5 days. This guide shows dates and drafts; it does not decide.
-- proof: fact
-- source: ppc-report, ppc-faq-6-14, lawyers-report
-- applies
SELECT o.subject
FROM   organization o
WHERE  EXISTS (SELECT 1 FROM stage s WHERE s.stage = 'infected')
-- proven
SELECT o.subject
FROM   organization o
WHERE  EXISTS (SELECT 1 FROM deadline d WHERE d.kind = 'first_report' AND d.met_at IS NOT NULL)
       AND EXISTS (SELECT 1 FROM deadline d WHERE d.kind = 'final_report')
UNION
SELECT d.subject
FROM   declaration d
WHERE  d.step = 'legal-report'
