-- id: host/unsigned-dll-is-started
-- title.ja: 作り手の署名のないDLLが動くよう登録されている
-- title.en: A DLL without its maker's signature is started
-- says.ja: {host} を通して動く「{target}」には、作り手を示す正しい署名がありません(署名: {result})。市販のソフトの部品には、ふつう署名があります。
-- says.en: "{target}", which runs through {host}, bears no valid signature of its maker (signature: {result}). Parts of commercial software usually do.
-- weight: 5
-- attack: T1218.010, T1218.011
-- since: 2020-12
-- false-positives.ja: 社内で作った部品、小さな会社のソフト
-- false-positives.en: Parts made in-house, software of small makers
-- source: mitre-emotet, unit42-iocs
SELECT l.subject, l.target, l.host, a.result
FROM   launch l
JOIN   authenticode a ON a.subject = l.subject AND lower(a.path) = lower(l.target)
WHERE  l.host IN ('rundll32', 'regsvr32')
  AND  l.place IN ('local_appdata', 'roaming_appdata', 'local_low', 'temp', 'programdata', 'profile', 'public', 'downloads')
  AND  a.result IN ('missing', 'untrusted', 'distrusted')
