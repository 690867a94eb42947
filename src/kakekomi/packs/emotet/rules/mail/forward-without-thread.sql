-- id: mail/forward-without-thread
-- title.ja: 転送のはずなのに、つながりがない
-- title.en: Forward without a thread
-- says.ja: 件名は転送(「{subject_line}」)ですが、元のメールとのつながりも、転送された文面もありません。
-- says.en: The subject says forward ("{subject_line}"), but there is neither a link to an earlier mail nor any forwarded text.
-- weight: 2
-- group: thread
-- attack: T1566
-- since: 2018
-- false-positives.ja: 本文を消して転送した人
-- false-positives.en: People who delete the text when forwarding
-- source: unit42-iocs
SELECT m.subject, m.subject_line
FROM   message m
WHERE  m.is_forward AND m.in_reply_to IS NULL AND m.references_count = 0 AND m.quoted_text = ''
  AND  EXISTS (SELECT 1 FROM attachment a WHERE a.subject = m.subject AND NOT a.inline AND a.detected_type <> 'eml')
