-- id: host/seven-day-file-time
-- title.ja: ちょうど7日ずらされた日付
-- title.en: File time moved by exactly seven days
-- says.ja: 「{path}」の日付は、フォルダの日付からちょうど7日ずれています。Emotetがファイルを置くときの癖です。
-- says.en: The time of "{path}" differs from that of its folder by exactly seven days: a habit of Emotet when it puts down its file.
-- weight: 8
-- attack: T1070.006
-- since: 2020-12
-- false-positives.ja: 偶然の一致
-- false-positives.en: Coincidence
-- source: jpcert-emocheck
SELECT f.subject, f.path, f.mtime, f.directory_mtime
FROM   file f
WHERE  f.is_pe AND f.place IN ('local_appdata', 'system32', 'syswow64')
  AND  abs(f.directory_mtime - f.mtime) BETWEEN 604799 AND 604801
