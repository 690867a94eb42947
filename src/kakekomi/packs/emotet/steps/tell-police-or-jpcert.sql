-- id: tell-police-or-jpcert
-- order: 95
-- title.ja: 公的な窓口に相談する
-- title.en: Turn to a public desk
-- says.ja: 手に負えないと思ったら、購入先や保守業者、JPCERT/CC、警察(#9110)に、書きとめたことを見ながら相談してください。
-- says.en: If it is too much, call your shop or maintainer, JPCERT/CC, or the police (#9110), with your notes at hand.
-- stages: infected
-- patterns: opened_attachment, our_name_abused
-- role: manager
-- minutes: 30
-- danger.ja: 公的な窓口は、業者を名指しで紹介しません。不安をあおって費用を求める電話にも気をつけます。
-- danger.en: Public desks do not name a company. Beware of callers who frighten you and ask for money.
-- proof: declaration
-- source: tokyo-contacts, tokyo-before-emergency, jnsa-responders
-- applies
SELECT o.subject
FROM   organization o
WHERE  EXISTS (SELECT 1 FROM stage s WHERE s.stage = 'infected')
-- proven
SELECT d.subject
FROM   declaration d
WHERE  d.step = 'tell-police-or-jpcert'
