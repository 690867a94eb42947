-- id: host/started-with-seven-day-time
-- title.ja: 動くよう登録され、日付がちょうど7日ずれたプログラム
-- title.en: Program that is started and whose time was moved by exactly seven days
-- says.ja: 「{target}」は自動で動くよう登録されているか、いま動いていて、署名がなく、日付がフォルダの日付からちょうど7日ずれています。EmoCheckがEmotetを見分ける印の一つです。
-- says.en: "{target}" starts by itself or runs now, bears no signature, and its time differs from that of its folder by exactly seven days: one of the signs that EmoCheck tells Emotet by.
-- weight: 21
-- group: autostart
-- attack: T1070.006, T1547.001
-- since: 2020-12
-- false-positives.ja: 毎週同じ秒に更新される、署名のないソフト(まれ)
-- false-positives.en: Unsigned software that is updated at the same second each week (rare)
-- source: jpcert-emocheck
SELECT l.subject, l.target, l.origin, l.name AS entry, f.mtime, f.directory_mtime
FROM   launch l
JOIN   file f ON f.subject = l.subject AND lower(f.path) = lower(l.target)
WHERE  f.is_pe AND l.folder_depth = 1 AND l.place IN ('local_appdata', 'system32', 'syswow64')
  AND  abs(f.directory_mtime - f.mtime) BETWEEN 604799 AND 604801
  AND  NOT EXISTS (
           SELECT 1 FROM authenticode a
           WHERE  a.subject = f.subject AND a.path = f.path
             AND  a.result IN ('trusted', 'valid', 'unverified offline'))
