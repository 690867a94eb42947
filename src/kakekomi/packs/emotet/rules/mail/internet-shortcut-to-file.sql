-- id: mail/internet-shortcut-to-file
-- title.ja: 外のサーバのファイルを開くショートカット
-- title.en: Shortcut to a file on somebody's server
-- says.ja: 添付「{name}」は、外のサーバにあるファイル({target})を開くショートカットです。
-- says.en: The attachment "{name}" is a shortcut that opens a file on somebody's server ({target}).
-- weight: 12
-- group: shortcut
-- attack: T1204.002, T1105
-- since: 2018
-- false-positives.ja: 社内の共有フォルダを知らせるショートカット
-- false-positives.en: Shortcuts to a shared folder of the company
-- source: mitre-techniques
SELECT a.subject, a.name, s.target
FROM   shortcut s
JOIN   attachment a ON a.subject = s.subject AND a.node = s.node
WHERE  s.kind = 'url'
  AND  (lower(s.target) LIKE 'file:%' OR s.target LIKE '\\\\%' ESCAPE '\')
  AND  extension(s.target) IN ('exe', 'js', 'jse', 'vbs', 'vbe', 'wsf', 'hta', 'bat', 'cmd', 'lnk', 'msi', 'dll', 'scr', 'zip', 'url')
