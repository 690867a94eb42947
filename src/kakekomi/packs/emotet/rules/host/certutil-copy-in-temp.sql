-- id: host/certutil-copy-in-temp
-- title.ja: 一時フォルダに写されたWindowsの部品
-- title.en: Copy of a part of Windows in the temporary folder
-- says.ja: 一時フォルダに、Windowsの部品と同じ名前のプログラム「{path}」があります。2023年のEmotetが、身代わりに使った形です。
-- says.en: The temporary folder holds a program named like a part of Windows: "{path}". In 2023 Emotet hid inside such a copy.
-- weight: 12
-- attack: T1055.012, T1036.003
-- since: 2023-03
-- false-positives.ja: 修復ツールが写した部品
-- false-positives.en: Copies made by repair tools
-- source: mitre-emotet
SELECT f.subject, f.path, f.size
FROM   file f
WHERE  f.is_pe AND f.place = 'temp' AND lower(f.filename) = 'certutil.exe'
