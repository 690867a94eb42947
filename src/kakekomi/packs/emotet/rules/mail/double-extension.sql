-- id: mail/double-extension
-- title.ja: 二重の拡張子
-- title.en: Double extension
-- says.ja: 「{name}」は文書に見えるように、本当の種類の前に別の種類が書かれています。
-- says.en: "{name}" is named so that it looks like a document in front of its real type.
-- weight: 14
-- group: name-trick
-- attack: T1036.007
-- since: 2014
-- false-positives.ja: ほとんどない
-- false-positives.en: Hardly any
-- source: mitre-emotet
SELECT a.subject, a.name, a.extension
FROM   attachment a
WHERE  a.extension IN ('exe', 'scr', 'com', 'pif', 'lnk', 'js', 'jse', 'vbs', 'vbe', 'wsf', 'hta', 'bat', 'cmd', 'dll')
  AND  extension(substr(a.name, 1, length(a.name) - length(a.extension) - 1))
       IN ('doc', 'docx', 'docm', 'xls', 'xlsx', 'xlsm', 'ppt', 'pptx', 'pdf', 'txt', 'jpg', 'png', 'zip', 'rtf', 'csv')
