-- id: mail/program-in-disguise
-- title.ja: 別の種類に見せかけたプログラム
-- title.en: Program disguised as something else
-- says.ja: 「{name}」は名前では「{extension}」のファイルですが、中身はWindowsのプログラムです。
-- says.en: "{name}" is named like a file of type "{extension}", but its content is a Windows program.
-- weight: 21
-- group: active-file
-- attack: T1036.008, T1204.002
-- since: 2020-12
-- false-positives.ja: 独自の拡張子を使う業務ソフトの部品
-- false-positives.en: Parts of business software with their own extension
-- source: unit42-iocs
SELECT a.subject, a.name, a.extension
FROM   attachment a
WHERE  a.detected_type IN ('pe', 'exe', 'dll')
  AND  a.extension NOT IN ('exe', 'dll', 'msi', 'scr', 'com', 'pif', 'ocx', 'cpl', 'sys', 'drv', 'ax', 'xll', '')
