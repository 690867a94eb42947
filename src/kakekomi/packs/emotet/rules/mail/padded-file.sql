-- id: mail/padded-file
-- title.ja: 異常にふくらむファイル
-- title.en: File blown up to an absurd size
-- says.ja: 「{name}」は、届いたときは約{size_kb}KBですが、開くと約{inflated_mb}MBにふくらみます。大きすぎて検査を飛ばさせるための水増しです。
-- says.en: "{name}" arrives as about {size_kb} KB and unpacks to about {inflated_mb} MB. Files are padded like this so that scanners skip them.
-- weight: 15
-- attack: T1027.001
-- since: 2023-03
-- false-positives.ja: 中身の少ない巨大な表やディスクイメージ
-- false-positives.en: Huge empty tables or disk images
-- source: unit42-iocs
SELECT a.subject, a.name, a.size_bytes, a.inflated_bytes,
       max((a.size_bytes + 512) / 1024, 1) AS size_kb,
       (a.inflated_bytes + 512 * 1024) / (1024 * 1024) AS inflated_mb
FROM   attachment a
WHERE  a.inflated_bytes >= 100 * 1024 * 1024 AND a.inflated_bytes >= 100 * a.size_bytes
  AND  a.extension IN ('doc', 'docm', 'xls', 'xlsm', 'dll', 'exe', 'ocx', 'one', 'rtf', 'scr')
