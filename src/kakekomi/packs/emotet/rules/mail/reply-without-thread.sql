-- id: mail/reply-without-thread
-- title.ja: 返信のはずなのに、つながりがない
-- title.en: Reply without a thread
-- says.ja: 件名は返信(「{subject_line}」)ですが、元のメールとのつながりを示す情報がありません。盗んだ件名を使ったメールによくある形です。
-- says.en: The subject says reply ("{subject_line}"), but nothing links the mail to an earlier one: common in mails made from stolen subjects.
-- weight: 3
-- group: thread
-- attack: T1566, T1114
-- since: 2018
-- false-positives.ja: スマートフォンや一部のWebメールからの返信
-- false-positives.en: Replies from phones and some web mailers
-- source: unit42-iocs, ipa-emotet
SELECT m.subject, m.subject_line
FROM   message m
WHERE  m.is_reply AND m.in_reply_to IS NULL AND m.references_count = 0
  AND  (EXISTS (SELECT 1 FROM attachment a WHERE a.subject = m.subject AND NOT a.inline)
        OR EXISTS (SELECT 1 FROM url u WHERE u.subject = m.subject))
