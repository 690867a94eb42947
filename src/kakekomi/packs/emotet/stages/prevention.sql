-- id: prevention
-- order: 1
-- title.ja: 予防
-- title.en: Prevention
-- says.ja: いまのところ、開いた・感染したという知らせはありません。備えを確かめるときです。
-- says.en: So far nothing says that anything was opened or infected. Time to look after prevention.
-- source: ipa-measures
SELECT c.subject FROM check_result c
UNION
SELECT a.subject FROM answer a
UNION
SELECT p.subject FROM pc p
UNION
SELECT o.subject FROM organization o
