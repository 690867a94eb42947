-- id: end-and-quarantine
-- order: 60
-- title.ja: プロセスを止め、ファイルを隔離する
-- title.en: End the process and quarantine the file
-- says.ja: 証拠を保存してから、動いているプロセスを終え、検査が示したファイルだけを隔離してください。
-- says.en: After saving the evidence, end the running process and quarantine only the file that the check named.
-- stages: infected
-- patterns: opened_attachment
-- role: administrator
-- minutes: 15
-- danger.ja: rundll32.exeやregsvr32.exeはWindowsの部品です。プロセス名に出ていても、そのファイルは絶対に消さないでください。
-- danger.en: rundll32.exe and regsvr32.exe belong to Windows: even if the process bears that name, never delete that file.
-- proof: fact
-- source: jpcert-emocheck, jpcert-faq, tokyo-column-24
-- applies
SELECT c.subject
FROM   check_result c
WHERE  c.kind IN ('pc', 'report') AND c.verdict = 'detected'
-- proven
SELECT x.subject
FROM   action x
WHERE  x.kind = 'quarantine_file' AND x.status = 'verified'
UNION
SELECT d.subject
FROM   declaration d
WHERE  d.step = 'end-and-quarantine'
UNION
SELECT d.subject
FROM   declaration d
WHERE  d.step = 'reinstall'
