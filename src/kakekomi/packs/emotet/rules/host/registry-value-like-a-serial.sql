-- id: host/registry-value-like-a-serial
-- title.ja: ディスクの番号のような名前の登録値
-- title.en: Registry value named like a disk serial number
-- says.ja: レジストリの「{path}」に、ディスクの番号のような名前の値があります。2020年2月から7月のEmotetが自分のファイル名を隠した場所です。ディスクの番号が分かれば、はっきりします。
-- says.en: The registry value "{path}" is named like a disk serial number: where Emotet hid its file name from February to July 2020. The real serial number would settle it.
-- weight: 14
-- group: registry
-- attack: T1112, T1027
-- since: 2020-02
-- false-positives.ja: 番号を名前にするソフト(まれ)
-- false-positives.en: Software that uses numbers as names (rare)
-- source: jpcert-emocheck
SELECT r.subject, r.path
FROM   registry r
WHERE  r.type = 'REG_BINARY' AND r.key LIKE '%\CurrentVersion\Explorer'
  AND  length(r.name) BETWEEN 7 AND 8 AND NOT r.name GLOB '*[^0-9a-f]*'
