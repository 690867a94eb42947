-- id: mail/help-file-attached
-- title.ja: ヘルプファイル(.chm)の添付
-- title.en: Help file (.chm) attached
-- says.ja: 添付「{name}」はWindowsのヘルプファイルです。開くと中の命令が動くことがあり、仕事の書類がこの形で届くことはまずありません。
-- says.en: The attachment "{name}" is a Windows help file. Opening it may run commands inside, and business papers hardly ever come in this form.
-- weight: 10
-- group: active-file
-- attack: T1218.001, T1566.001
-- since: 2017
-- false-positives.ja: 古いソフトの説明書
-- false-positives.en: Manuals of old software
-- source: mitre-techniques
SELECT a.subject, a.name, a.detected_type AS kind
FROM   attachment a
WHERE  a.detected_type = 'chm'
