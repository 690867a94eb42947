-- id: mac-or-phone
-- order: 17
-- title.ja: Mac・スマホで開いたとき
-- title.en: Opened on a Mac or a phone
-- says.ja: EmotetはWindows用なので、この機器の検査はできません。転送せず、入力したパスワードがあれば変えてください。
-- says.en: Emotet is for Windows, so this device is not checked. Don't forward the mail; change any password you typed in.
-- stages: prevention, suspected, infected
-- role: employee
-- minutes: 5
-- danger.ja: Macの中で動くWindowsは感染します。また、Emotetではない別の攻撃のこともあります。
-- danger.en: A Windows that runs inside a Mac can be infected; and it may be another attack than Emotet.
-- proof: declaration
-- source: tokyo-column-22, jpcert-faq
-- applies
SELECT h.subject
FROM   pc h
WHERE  h.platform <> 'windows'
-- proven
SELECT d.subject
FROM   declaration d
WHERE  d.step = 'mac-or-phone'
