-- id: know-the-tricks
-- order: 300
-- title.ja: 手口を知っておく
-- title.en: Know the tricks
-- says.ja: 文書を開いて「編集を有効にする」「コンテンツの有効化」や、別のフォルダへのコピーを求められても、従わずに閉じてください。
-- says.en: If a document asks you to enable editing or content, or to copy it elsewhere, don't: close it.
-- stages: prevention
-- role: employee
-- minutes: 10
-- danger.ja: 自分が送ったメールへの返信に見えても、にせのことがあります。
-- danger.en: Even what looks like a reply to your own mail can be forged.
-- proof: declaration
-- source: ipa-measures, press-emotet-2022-11, tokyo-emotet-enquiries
-- applies
SELECT o.subject
FROM   organization o
-- proven
SELECT d.subject
FROM   declaration d
WHERE  d.step = 'know-the-tricks'
