-- id: mail/content-lure
-- title.ja: 有効化や別の場所へのコピーを促す文面
-- title.en: Wording that asks to enable content or to copy the file
-- says.ja: 「{name}」の中に、「有効化」や別のフォルダーへのコピーをさせようとする典型的な文面が見つかりました(検査規則 {rule})。
-- says.en: "{name}" contains wording typical of those that ask to enable content or to copy the file elsewhere (content rule {rule}).
-- weight: 6
-- group: lure
-- attack: T1204.002
-- since: 2019
-- false-positives.ja: マクロの使い方を説明した資料
-- false-positives.en: Manuals that explain macros
-- source: unit42-iocs
SELECT y.subject, a.name, y.rule
FROM   yara_match y
JOIN   attachment a ON a.subject = y.subject AND a.node = y.node
WHERE  y.rule LIKE 'lure\_%' ESCAPE '\'
  AND  EXISTS (SELECT 1 FROM office o WHERE o.subject = y.subject AND o.node = y.node AND o.macro)
