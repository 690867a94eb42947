-- id: mail/padded-file
-- title.ja: 異常にふくらむファイル
-- title.en: File blown up to an absurd size
-- says.ja: 「{name}」は受け取った大きさ({size_bytes}バイト)に対して、開くと{inflated_bytes}バイトにふくらみます。大きすぎて検査を飛ばさせるための水増しです。
-- says.en: "{name}" arrives with {size_bytes} bytes and unpacks to {inflated_bytes}. Files are padded like this so that scanners skip them.
-- weight: 15
-- attack: T1027.001
-- since: 2023-03
-- false-positives.ja: 中身の少ない巨大な表やディスクイメージ
-- false-positives.en: Huge empty tables or disk images
-- source: unit42-iocs
SELECT a.subject, a.name, a.size_bytes, a.inflated_bytes
FROM   attachment a
WHERE  a.inflated_bytes >= 100 * 1024 * 1024 AND a.inflated_bytes >= 100 * a.size_bytes
  AND  a.extension IN ('doc', 'docm', 'xls', 'xlsm', 'dll', 'exe', 'ocx', 'one', 'rtf', 'scr')
