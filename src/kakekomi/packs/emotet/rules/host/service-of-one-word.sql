-- id: host/service-of-one-word
-- title.ja: 説明のない一語だけのサービス
-- title.en: Service of one word without a description
-- says.ja: サービス「{entry}」は、説明も表示名もないまま、Windowsのフォルダの中の「{path}」を自動で動かします。管理者の権限で動いた2019年のEmotetの形です。
-- says.en: The service "{entry}" has neither description nor display name and runs "{path}" inside the Windows folder by itself: what Emotet of 2019 looks like when it ran with administrator rights.
-- weight: 16
-- group: autostart
-- attack: T1543.003, T1036.004
-- since: 2019
-- false-positives.ja: 説明を書かない古い業務ソフトのサービス
-- false-positives.en: Services of old business software without a description
-- source: unit42-iocs, jpcert-emocheck
SELECT s.subject, s.name AS entry, s.path
FROM   services s
JOIN   launch l ON l.subject = s.subject AND l.origin = 'services' AND l.name = s.name
WHERE  l.host IS NULL AND l.extension = 'exe' AND l.place IN ('system32', 'syswow64') AND l.folder_depth = 0
  AND  coalesce(s.description, '') = '' AND coalesce(s.display_name, s.name) = s.name
  AND  s.start_type = 'AUTO_START'
  AND  lower(l.filename) = s.name || '.exe' AND letters_only(s.name) AND length(s.name) >= 6
