-- id: reinstall
-- order: 120
-- title.ja: 初期化(再インストール)する
-- title.en: Reinstall Windows
-- says.ja: マクロやプログラムを動かしたパソコンは、証拠とデータを保存したあとで、初期化してください。
-- says.en: After saving evidence and data, reinstall a PC on which a macro or program was run.
-- stages: infected
-- patterns: opened_attachment
-- role: administrator
-- minutes: 240
-- danger.ja: 証拠の保存より先に初期化すると、何が漏れたかを調べられなくなります。
-- danger.en: Reinstalled before the evidence is saved, nobody can find out what leaked.
-- proof: declaration
-- source: police-tokyo-emotet, press-bsi, njccic-2018-11
-- applies
SELECT s.subject
FROM   stage s
WHERE  s.stage = 'infected'
-- proven
SELECT d.subject
FROM   declaration d
WHERE  d.step = 'reinstall'
