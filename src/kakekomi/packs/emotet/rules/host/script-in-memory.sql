-- id: host/script-in-memory
-- title.ja: 動いているプログラムの中に不審な台本
-- title.en: Suspicious script inside a running program
-- says.ja: いま動いている {path} のメモリーの中身が、不審な台本などを見つける検査規則({rule})に一致しました。
-- says.en: What {path}, which runs now, holds in memory matched a rule for suspicious scripts and the like ({rule}).
-- weight: 11
-- group: memory
-- attack: T1059.005
-- since: 2021-11
-- false-positives.ja: 開いているセキュリティの資料
-- false-positives.en: Security articles that are open
-- source: unit42-iocs
SELECT y.subject, y.path, y.rule
FROM   yara_match y
WHERE  y.path LIKE '%(PID %)'
  AND  y.rule NOT LIKE 'lure\_%' ESCAPE '\' AND y.rule NOT LIKE 'memory\_%' ESCAPE '\'
