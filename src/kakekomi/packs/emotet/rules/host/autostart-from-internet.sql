-- id: host/autostart-from-internet
-- title.ja: インターネットから来たファイルが自動で動く
-- title.en: A file from the Internet starts by itself
-- says.ja: 自動で動くよう登録された「{target}」に、インターネットから来た印が付いています(入手元: {host_url})。インストーラーで入れたソフトの部品には、ふつうこの印はありません。
-- says.en: "{target}", which starts by itself, bears the mark of a file from the Internet (from: {host_url}). Parts that an installer put there usually do not.
-- weight: 6
-- attack: T1547.001, T1204.002
-- since: 2019
-- false-positives.ja: ダウンロードしたまま使っている小さな道具
-- false-positives.en: Small tools that are used as they were downloaded
-- source: mitre-emotet, unit42-iocs
SELECT l.subject, l.target, l.origin, coalesce(z.host_url, z.referrer_url, '?') AS host_url
FROM   launch l
JOIN   zone_identifier z ON z.subject = l.subject AND lower(z.path) = lower(l.target)
WHERE  l.origin <> 'processes' AND z.zone >= 3
  AND  l.place IN ('local_appdata', 'roaming_appdata', 'local_low', 'temp', 'programdata', 'profile', 'public', 'downloads', 'startup', 'desktop')
