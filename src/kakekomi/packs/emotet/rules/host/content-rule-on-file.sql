-- id: host/content-rule-on-file
-- title.ja: ファイルの中身が検査規則に一致
-- title.en: A file's content matched a rule
-- says.ja: 「{path}」の中身が、不審な台本などを見つける検査規則({rule})に一致しました。
-- says.en: The content of "{path}" matched a rule for suspicious scripts and the like ({rule}).
-- weight: 13
-- group: dropper
-- attack: T1059.005
-- since: 2021-11
-- false-positives.ja: セキュリティの資料
-- false-positives.en: Security articles
-- source: unit42-iocs
SELECT y.subject, y.path, y.rule
FROM   yara_match y
WHERE  y.path IS NOT NULL AND y.path NOT LIKE '%(PID %)'
  AND  y.rule NOT LIKE 'lure\_%' ESCAPE '\' AND y.rule NOT LIKE 'memory\_%' ESCAPE '\'
