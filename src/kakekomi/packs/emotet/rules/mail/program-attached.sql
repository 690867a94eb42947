-- id: mail/program-attached
-- title.ja: プログラムの添付
-- title.en: Program attached
-- says.ja: 添付「{name}」の中身はWindowsのプログラムです。
-- says.en: The content of the attachment "{name}" is a Windows program.
-- weight: 13
-- group: active-file
-- attack: T1566.001, T1204.002
-- since: 2014
-- false-positives.ja: ソフトウェアの受け渡し
-- false-positives.en: Handing over software
-- source: mitre-emotet
SELECT a.subject, a.name, a.detected_type AS kind
FROM   attachment a
WHERE  a.detected_type IN ('pe', 'exe', 'dll', 'msi')
  AND  a.extension IN ('exe', 'dll', 'msi', 'scr', 'com', 'pif', 'ocx', 'cpl', 'sys', '')
