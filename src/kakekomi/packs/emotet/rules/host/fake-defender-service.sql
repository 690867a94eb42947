-- id: host/fake-defender-service
-- title.ja: Defenderの名をかたるサービス
-- title.en: Service posing as Windows Defender
-- says.ja: Windows Defender をかたるサービス「{display_name}」があり、{path} を動かします。Wi-Fiを通じて広がる型のEmotetが使いました。
-- says.en: A service posing as Windows Defender ("{display_name}") runs {path}: used by the Emotet that spread over Wi-Fi.
-- weight: 22
-- group: autostart
-- attack: T1036.004, T1543.003, T1570
-- since: 2020-02
-- false-positives.ja: ほとんどない
-- false-positives.en: Hardly any
-- source: mitre-emotet
SELECT s.subject, s.display_name, s.path, s.name AS entry
FROM   services s
WHERE  lower(coalesce(s.display_name, s.name)) = 'windows defender system service'
   OR  lower(s.name) = 'windefservice' AND lower(coalesce(s.path, '')) LIKE '%service.exe%'
