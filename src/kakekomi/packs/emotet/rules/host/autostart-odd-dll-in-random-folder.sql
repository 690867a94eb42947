-- id: host/autostart-odd-dll-in-random-folder
-- title.ja: 見慣れない拡張子のDLLの自動起動
-- title.en: Autostart of a DLL with an odd extension
-- says.ja: 「{target}」が、ログオンのたびにWindowsの部品({host})を通して動くよう登録されています。意味のない名前のフォルダに、見慣れない種類のファイル。2020年12月以降のEmotet本体の形です。調べる対象はこのファイルで、Windowsの部品ではありません。
-- says.en: "{target}" is set up to be run by a part of Windows ({host}). A file of an odd type in a folder with a meaningless name is what Emotet itself has looked like since December 2020. This file is the one to look at, not the part of Windows.
-- weight: 24
-- group: autostart
-- attack: T1547.001, T1218.010
-- since: 2020-12
-- false-positives.ja: 独自の拡張子の部品を使う業務ソフト(まれ)
-- false-positives.en: Business software whose parts have their own extension (rare)
-- source: unit42-iocs, jpcert-emocheck
SELECT l.subject, l.target, l.host, l.origin, l.name AS entry
FROM   launch l
WHERE  l.host IN ('rundll32', 'regsvr32')
  AND  (l.place = 'local_appdata' OR l.place IN ('system32', 'syswow64'))
  AND  l.folder_depth = 1
  AND  l.extension NOT IN ('dll', 'ocx', 'ax', 'cpl', 'exe', 'tlb', 'sct') AND l.extension <> ''
  AND  letters_only(basename(l.directory))
