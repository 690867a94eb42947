-- id: disable-macros
-- order: 322
-- title.ja: 要らないマクロを止める
-- title.en: Switch off macros nobody needs
-- says.ja: 業務で使わないマクロを、全社の設定で止めてください。
-- says.en: Switch off, for the whole company, the macros nobody needs.
-- stages: prevention
-- role: administrator
-- minutes: 30
-- danger.ja: 業務でマクロを使う人がいないか、先に確かめます。
-- danger.en: Find out first who works with macros.
-- proof: fact
-- source: ipa-measures, tokyo-emergency-2022-03
-- applies
SELECT o.subject
FROM   organization o
-- proven
SELECT o.subject
FROM   organization o
WHERE  coalesce(o.pcs_total, 1) <= (SELECT count(*) FROM pc h)
  AND  EXISTS (SELECT 1 FROM office_policy p)
  AND  NOT EXISTS (SELECT 1 FROM pc h
                   WHERE h.platform = 'windows' AND h.subject NOT IN (
                       SELECT p.subject FROM office_policy p
                       WHERE p.is_enforced AND p.name = 'vbawarnings' AND p.value IN (3, 4)
                         OR  p.is_enforced AND p.name = 'blockcontentexecutionfrominternet' AND p.value = 1))
UNION
SELECT d.subject
FROM   declaration d
WHERE  d.step = 'disable-macros'
