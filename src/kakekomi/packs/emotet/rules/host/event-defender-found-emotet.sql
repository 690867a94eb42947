-- id: host/event-defender-found-emotet
-- title.ja: Defenderの記録にEmotet
-- title.en: Emotet in Microsoft Defender's records
-- says.ja: Microsoft Defenderの記録に「{threat}」の検知があります({datetime})。処置が済んでいても、ほかのものが入っていないか確かめてください。
-- says.en: Microsoft Defender's records say that "{threat}" was found ({datetime}). Even if it was dealt with, see whether something else came with it.
-- weight: 20
-- group: antivirus
-- since: 2014
-- false-positives.ja: 届いたメールの添付を開く前に止めた記録
-- false-positives.en: Records of attachments that were stopped before they were opened
-- caps: suspicious
-- source: mitre-emotet
SELECT e.subject, e.threat, e.datetime
FROM   windows_events e
WHERE  lower(e.threat) LIKE '%emotet%' OR lower(e.threat) LIKE '%geodo%' OR lower(e.threat) LIKE '%heodo%'
