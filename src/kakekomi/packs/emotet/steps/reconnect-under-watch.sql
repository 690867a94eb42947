-- id: reconnect-under-watch
-- order: 125
-- title.ja: 様子を見ながらつなぎ直す
-- title.en: Reconnect under watch
-- says.ja: つなぐ直前と直後に検査し、72時間は通信を見張ってください。
-- says.en: Check right before and right after connecting, and watch its traffic for 72 hours.
-- stages: recovery
-- patterns: opened_attachment
-- role: administrator
-- minutes: 30
-- danger.ja: つないだままにして忘れると、再び動き出しても気づけません。
-- danger.en: Connected and forgotten, nobody notices if it starts again.
-- proof: declaration
-- source: jpcert-faq
-- applies
SELECT s.subject
FROM   stage s
WHERE  s.stage = 'recovery'
-- proven
SELECT d.subject
FROM   declaration d
WHERE  d.step = 'reconnect-under-watch'
