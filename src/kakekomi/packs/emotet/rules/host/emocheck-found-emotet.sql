-- id: host/emocheck-found-emotet
-- title.ja: EmoCheckがEmotetを検知
-- title.en: EmoCheck found Emotet
-- says.ja: EmoCheckがEmotetを検知しました。調べて隔離する対象は「イメージパス」に書かれたファイル({image_path})です。プロセス名が rundll32.exe や regsvr32.exe のときも、それらはWindowsの部品なので消してはいけません。
-- says.en: EmoCheck found Emotet. The file to look at and to quarantine is the one under "image path" ({image_path}). If the process is called rundll32.exe or regsvr32.exe, that one belongs to Windows and must not be deleted.
-- weight: 30
-- attack: T1547.001
-- since: 2020-02
-- false-positives.ja: ごくまれな誤検知
-- false-positives.en: Very rare false alarms
-- source: jpcert-emocheck
SELECT r.subject, coalesce(p.image_path, '?') AS image_path, p.process_id, r.version
FROM   emocheck_report r
LEFT JOIN emocheck_process p ON p.subject = r.subject
WHERE  r.is_infected
