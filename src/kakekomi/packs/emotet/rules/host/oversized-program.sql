-- id: host/oversized-program
-- title.ja: 異常に大きいプログラム
-- title.en: Absurdly large program
-- says.ja: 「{path}」は {size} バイトあります。検査ソフトに飛ばさせるために水増しした、2023年のEmotetの形です。
-- says.en: "{path}" has {size} bytes. In 2023 Emotet was padded like this so that scanners skip it.
-- weight: 14
-- group: padding
-- attack: T1027.001
-- since: 2023-03
-- false-positives.ja: 全部入りの巨大なソフト
-- false-positives.en: Huge programs that contain everything
-- source: unit42-iocs
SELECT f.subject, f.path, f.size
FROM   file f
WHERE  f.is_pe AND f.size >= 200 * 1024 * 1024 AND f.is_dll
  AND  f.place IN ('local_appdata', 'roaming_appdata', 'temp', 'profile', 'programdata', 'downloads')
