-- id: host/dll-with-odd-extension
-- title.ja: 見慣れない拡張子を付けたプログラム
-- title.en: Program with an odd extension
-- says.ja: 「{path}」は、名前からは何のファイルか分かりませんが、中身はWindowsのプログラムです。置き場所と名前の形が、Emotetの本体と同じです。
-- says.en: "{path}" does not look like a program by its name, but it is one. Place and shape of the name are those of Emotet itself.
-- weight: 16
-- group: file
-- attack: T1036.008
-- since: 2020-12
-- false-positives.ja: 独自の拡張子の部品を個人用フォルダに置くソフト
-- false-positives.en: Software that keeps parts with their own extension there
-- source: unit42-iocs, jpcert-emocheck
SELECT f.subject, f.path, f.size
FROM   file f
WHERE  f.is_pe AND f.place IN ('local_appdata', 'system32', 'syswow64')
  AND  letters_only(basename(f.directory)) AND length(basename(f.directory)) BETWEEN 4 AND 20
  AND  letters_only(extension(f.filename)) AND length(extension(f.filename)) = 3
  AND  extension(f.filename) NOT IN ('dll', 'exe', 'ocx', 'cpl', 'sys', 'drv', 'scr', 'com', 'tmp', 'pyd', 'mui', 'tsp', 'acm', 'olb', 'tlb', 'bin', 'efi', 'old', 'bak', 'xll', 'vst', 'aex', 'flt')
  AND  letters_only(substr(f.filename, 1, length(f.filename) - 4))
  AND  lower(basename(f.directory)) NOT IN ('temp', 'microsoft', 'packages', 'programs', 'google', 'drivers')
