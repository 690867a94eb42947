-- id: mail/right-to-left-name
-- title.ja: 文字の向きを逆転させたファイル名
-- title.en: File name with reversed writing direction
-- says.ja: 「{name}」の名前には、文字の並ぶ向きを逆にする見えない記号が入っています。本当の種類を隠す手口です。
-- says.en: The name "{name}" contains an invisible sign that reverses the writing direction: a trick that hides the real type.
-- weight: 16
-- group: name-trick
-- attack: T1036.002
-- since: 2014
-- false-positives.ja: アラビア語・ヘブライ語のファイル名
-- false-positives.en: Arabic or Hebrew file names
-- source: mitre-emotet
SELECT a.subject, a.name, a.extension
FROM   attachment a
WHERE  instr(a.name, char(8238)) > 0 OR instr(a.name, char(8237)) > 0
