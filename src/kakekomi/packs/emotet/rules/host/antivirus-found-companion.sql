-- id: host/antivirus-found-companion
-- title.ja: Emotetが呼び込むことで知られるウイルスを検知
-- title.en: The antivirus found malware that Emotet is known to bring
-- says.ja: ウイルス対策ソフト({product})が「{threat}」を見つけました。Emotetが呼び込むことで知られる種類です。
-- says.en: The antivirus ({product}) found "{threat}": a kind that Emotet is known to bring in.
-- weight: 22
-- group: antivirus
-- attack: T1105
-- since: 2018
-- false-positives.ja: 別の経路での感染
-- false-positives.en: Infection by another way
-- source: unit42-iocs, mitre-emotet
SELECT t.subject, t.name AS threat, t.product, coalesce(t.path, '?') AS path
FROM   av_threat t
WHERE  lower(t.name) LIKE '%trickbot%' OR lower(t.name) LIKE '%qakbot%' OR lower(t.name) LIKE '%qbot%'
   OR  lower(t.name) LIKE '%icedid%' OR lower(t.name) LIKE '%bumblebee%' OR lower(t.name) LIKE '%cobaltstrike%'
   OR  lower(t.name) LIKE '%cobalt strike%' OR lower(t.name) LIKE '%systembc%' OR lower(t.name) LIKE '%ryuk%'
