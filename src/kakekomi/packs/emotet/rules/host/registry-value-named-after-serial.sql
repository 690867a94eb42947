-- id: host/registry-value-named-after-serial
-- title.ja: ディスクの番号を名前にした登録値
-- title.en: Registry value named after the disk's serial
-- says.ja: レジストリの「{path}」に、このPCのディスクの番号を名前にした値があります。2020年2月から7月のEmotetが、自分のファイル名を隠した場所です。
-- says.en: The registry value "{path}" is named after this PC's disk serial number: where Emotet hid its file name from February to July 2020.
-- weight: 23
-- group: registry
-- attack: T1112, T1027
-- since: 2020-02
-- false-positives.ja: ほとんどない
-- false-positives.en: Hardly any
-- source: jpcert-emocheck
SELECT r.subject, r.path, d.serial_hex AS serial
FROM   registry r
JOIN   logical_drives d ON d.subject = r.subject
WHERE  r.type = 'REG_BINARY' AND r.key LIKE '%\CurrentVersion\Explorer'
  AND  lower(r.name) = lower(ltrim(d.serial_hex, '0')) AND length(r.name) >= 5
