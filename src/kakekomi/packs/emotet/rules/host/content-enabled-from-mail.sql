-- id: host/content-enabled-from-mail
-- title.ja: メールなどから来た文書で「コンテンツの有効化」
-- title.en: Content enabled in a document from mail or the web
-- says.ja: {username} が、一時的な場所やダウンロードの文書「{path}」で「コンテンツの有効化」を押した記録がOfficeに残っています。感染の証拠ではありませんが、マクロは動きました。
-- says.en: Office recorded that {username} pressed "Enable content" in "{path}", a document from a download or temporary place. It does not prove an infection, but the macro did run.
-- weight: 12
-- group: exposure
-- caps: suspicious
-- attack: T1204.002
-- since: 2014
-- false-positives.ja: ダウンロードした業務用マクロ
-- false-positives.en: Business macros that were downloaded
-- source: office-trust-records
SELECT t.subject, t.path, t.username, t.at
FROM   office_trust t
WHERE  t.enabled_content
  AND  (lower(t.path) LIKE '%/downloads/%' OR lower(t.path) LIKE '%\downloads\%'
        OR lower(t.path) LIKE '%/temp/%' OR lower(t.path) LIKE '%\temp\%'
        OR lower(t.path) LIKE '%content.outlook%' OR lower(t.path) LIKE '%inetcache%'
        OR lower(t.path) LIKE '%temp1\_%' ESCAPE '\' OR lower(t.path) LIKE '%7zo%' OR lower(t.path) LIKE '%rar$%')
