-- id: stop-abused-account
-- order: 15
-- title.ja: 使われたメールアカウントを止める
-- title.en: Stop the abused account
-- says.ja: 自社のサーバーから送られていたら、そのアカウントをすぐ止め、別の端末からパスワードを変えてください。
-- says.en: If mails went out through your own server, suspend that account now and change its password from another device.
-- stages: suspected
-- patterns: our_name_abused
-- role: administrator
-- minutes: 10
-- danger.ja: パスワードだけ変えても、転送の設定やアプリの許可が残ると、のぞかれ続けます。
-- danger.en: With a forwarding rule or app permission left behind, they keep reading.
-- proof: declaration
-- source: ipa-situation-2020-07
-- applies
SELECT p.subject
FROM   pattern p
WHERE  p.pattern = 'our_name_abused'
-- proven
SELECT d.subject
FROM   declaration d
WHERE  d.step = 'stop-abused-account'
