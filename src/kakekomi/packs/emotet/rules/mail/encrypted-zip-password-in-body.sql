-- id: mail/encrypted-zip-password-in-body
-- title.ja: 本文にパスワードが書かれた暗号化添付
-- title.en: Encrypted attachment whose password is in the mail
-- says.ja: 添付「{name}」は暗号化されていて、開くためのパスワード(「{password}」)が同じメールに書かれています。暗号化された添付は、途中のウイルス検査をすり抜けます。
-- says.en: The attachment "{name}" is encrypted and the same mail gives its password ("{password}"). Encrypted attachments slip past virus checks on the way.
-- weight: 8
-- group: container
-- attack: T1566.001, T1027.013
-- since: 2020-09
-- false-positives.ja: 暗号化ZIPとパスワードを同じメールで送る習慣のある取引先
-- false-positives.en: Partners who habitually send an encrypted ZIP together with its password
-- source: tokyo-column-19, unit42-iocs
SELECT a.subject, a.name, p.value AS password
FROM   attachment a
JOIN   password p ON p.subject = a.subject AND nfkc(p.value) = nfkc(a.opened_with)
WHERE  a.encrypted AND p.source IN ('body', 'subject')
