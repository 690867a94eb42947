-- id: mail/mailing-list
-- title.ja: メーリングリストの配信
-- title.en: Sent through a mailing list
-- says.ja: メーリングリスト({list_id})を通って届いています。
-- says.en: It came through a mailing list ({list_id}).
-- weight: -2
-- since: 2019
-- false-positives.ja: 乗っ取られた参加者からの投稿
-- false-positives.en: Posts of a member who was taken over
-- source: unit42-iocs
SELECT m.subject, m.list_id
FROM   message m
WHERE  m.list_id IS NOT NULL
