-- id: host/emotet-in-memory
-- title.ja: 動いているプログラムの中にEmotetの本体
-- title.en: Emotet itself inside a running program
-- says.ja: いま動いている {path} のメモリーに、ファイルの裏付けのない、Emotet本体の形({rule})があります。rundll32・regsvr32 はWindowsの部品です。消さずに、電源を入れたままネットワークから切り離し、動かしているDLLを調べてください。
-- says.en: The memory of {path}, which runs now, holds the shape of Emotet itself ({rule}) with no file behind it. rundll32 and regsvr32 belong to Windows: don't delete them. Leave the PC on, cut it off the network, and look for the DLL that they run.
-- weight: 26
-- group: memory
-- attack: T1620, T1055.001
-- since: 2020-12
-- false-positives.ja: 検査規則やその練習用の見本を持つプログラム
-- false-positives.en: Programs that hold such rules or samples for practice
-- source: mitre-emotet, unit42-iocs
SELECT y.subject, y.path, y.rule
FROM   yara_match y
WHERE  y.path LIKE '%(PID %)' AND y.rule LIKE 'memory\_%' ESCAPE '\'
