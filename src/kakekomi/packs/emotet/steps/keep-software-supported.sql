-- id: keep-software-supported
-- order: 313
-- title.ja: 更新の終わったソフトを使わない
-- title.en: Use no software that gets no more updates
-- says.ja: メーカーが更新をやめたOffice、PDFソフト、Flash、Javaを、新しい版に替えるか取り除いてください。
-- says.en: Replace or remove Office, PDF, Flash and Java versions that their makers no longer update.
-- stages: prevention
-- role: administrator
-- minutes: 60
-- danger.ja: 古い版に頼る業務ソフトがあるときは、取り除く前に確かめます。
-- danger.en: If business software needs the old version, find out before you remove it.
-- proof: fact
-- source: ipa-measures, software-support-office, software-support-adobe, software-support-java
-- applies
SELECT h.subject
FROM   pc h
WHERE  h.platform = 'windows'
-- proven
SELECT p.subject
FROM   programs p
JOIN   check_result c ON c.subject = p.subject
WHERE  NOT EXISTS (
           SELECT 1
           FROM   programs o
           JOIN   (SELECT 'microsoft office%2007%' AS name, '2017-10-10' AS ended
                   UNION ALL SELECT 'microsoft office%2010%', '2020-10-13'
                   UNION ALL SELECT 'microsoft office%2013%', '2023-04-11'
                   UNION ALL SELECT 'microsoft office%2016%', '2025-10-14'
                   UNION ALL SELECT 'microsoft office%2019%', '2025-10-14'
                   UNION ALL SELECT 'adobe flash player%', '2020-12-31'
                   UNION ALL SELECT 'adobe reader%', '2017-10-15'
                   UNION ALL SELECT 'adobe acrobat xi%', '2017-10-15'
                   UNION ALL SELECT 'adobe acrobat%2015%', '2020-04-07'
                   UNION ALL SELECT 'java(tm) 6%', '2013-02-28'
                   UNION ALL SELECT 'java 6%', '2013-02-28'
                   UNION ALL SELECT 'java 7%', '2022-07-31') e
           WHERE  o.subject = p.subject AND lower(o.name) LIKE e.name
             AND  age_s(e.ended || 'T23:59:59+00:00', c.checked_at) > 0)
UNION
SELECT d.subject
FROM   declaration d
WHERE  d.step = 'keep-software-supported'
