-- id: host/name-hidden-in-registry
-- title.ja: レジストリに隠された名前のプログラム
-- title.en: Program whose name was hidden in the registry
-- says.ja: レジストリの「{path}」の値を、このPCのディスクの番号で読み解くと「{name}」になります。その名前の「{target}」が、自動で動くよう登録されているか、いま動いています。2020年2月から7月のEmotetの形です。
-- says.en: The registry value "{path}", read with this PC's disk serial number as its key, says "{name}", and "{target}" of that name starts by itself or runs now: Emotet from February to July 2020.
-- weight: 27
-- group: autostart
-- attack: T1547.001, T1027
-- since: 2020-02
-- false-positives.ja: ない
-- false-positives.en: None
-- source: jpcert-emocheck
WITH place (at) AS (VALUES
   (0), (1), (2), (3), (4), (5), (6), (7), (8), (9), (10), (11), (12), (13), (14), (15),
   (16), (17), (18), (19), (20), (21), (22), (23), (24), (25), (26), (27), (28), (29), (30), (31)
),
hidden (subject, path, data, serial) AS (
    SELECT r.subject, r.path, r.data, substr('0000000' || d.serial_hex, -8)
    FROM   registry r
    JOIN   logical_drives d ON d.subject = r.subject
    WHERE  r.type = 'REG_BINARY' AND r.key LIKE '%\CurrentVersion\Explorer'
      AND  lower(r.name) = lower(ltrim(d.serial_hex, '0')) AND length(r.data) BETWEEN 6 AND 64
),
letter (subject, path, data, at, code) AS (
    SELECT h.subject, h.path, h.data, p.at,
           (from_hex(substr(h.data, 2 * p.at + 1, 2)) | from_hex(substr(h.serial, 7 - 2 * (p.at % 4), 2)))
         - (from_hex(substr(h.data, 2 * p.at + 1, 2)) & from_hex(substr(h.serial, 7 - 2 * (p.at % 4), 2)))
    FROM   hidden h
    JOIN   place p ON 2 * p.at < length(h.data)
)
SELECT h.subject, l.target, r.path, l.filename AS name
FROM   hidden h
JOIN   registry r ON r.subject = h.subject AND r.path = h.path
JOIN   launch l ON l.subject = h.subject
WHERE  substr(lower(l.filename), length(h.data) / 2 + 1) IN ('', '.exe')
  AND  NOT EXISTS (
           SELECT 1 FROM letter c
           WHERE  c.subject = h.subject AND c.path = h.path AND c.data = h.data
             AND  (c.at < length(l.filename) AND lower(char(c.code)) <> lower(substr(l.filename, c.at + 1, 1))
                   OR c.at >= length(l.filename) AND c.code BETWEEN 33 AND 125))
