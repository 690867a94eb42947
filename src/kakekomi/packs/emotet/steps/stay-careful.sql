-- id: stay-careful
-- order: 16
-- title.ja: 「該当なし」でも、身に覚えがなければ開かない
-- title.en: "Nothing found" is no reason to open it
-- says.ja: 危険と言えるほどのしるしはありませんでしたが、安全とは言い切れません。身に覚えがなければ開かず、電話で確かめてください。
-- says.en: There was not enough to call it dangerous, but that does not prove it harmless. If you did not expect it, don't open it; ask by phone.
-- stages: prevention
-- role: employee
-- minutes: 1
-- danger.ja: 新しい手口は、まだ調べられないことがあります。「有効化」を求める文書は閉じてください。
-- danger.en: New tricks may not be known yet. Close any document that asks you to enable something.
-- proof: declaration
-- source: ipa-measures, tokyo-column-24
-- applies
SELECT c.subject
FROM   check_result c
WHERE  c.kind = 'mail' AND c.verdict = 'nothing_found'
-- proven
SELECT d.subject
FROM   declaration d
WHERE  d.step = 'stay-careful'
