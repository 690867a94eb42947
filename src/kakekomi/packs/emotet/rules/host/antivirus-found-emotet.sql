-- id: host/antivirus-found-emotet
-- title.ja: ウイルス対策ソフトがEmotetを検知
-- title.en: The antivirus found Emotet
-- says.ja: ウイルス対策ソフト({product})が「{threat}」を見つけました。場所は {path} です。
-- says.en: The antivirus ({product}) found "{threat}" at {path}.
-- weight: 26
-- group: antivirus
-- since: 2014
-- false-positives.ja: 隔離済みの古い検知
-- false-positives.en: Old finds that were dealt with
-- source: mitre-emotet
SELECT t.subject, t.name AS threat, t.product, coalesce(t.path, '?') AS path
FROM   av_threat t
WHERE  lower(t.name) LIKE '%emotet%' OR lower(t.name) LIKE '%geodo%' OR lower(t.name) LIKE '%heodo%'
