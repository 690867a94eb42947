-- id: mail/disk-image
-- title.ja: ディスクイメージの添付
-- title.en: Disk image attached
-- says.ja: 添付「{name}」はディスクの丸ごとコピー(ディスクイメージ)です。中身に「インターネットから来た」印が付かないため、攻撃で好まれます。
-- says.en: The attachment "{name}" is a disk image. Files in it lose the mark "came from the internet", which is why attackers like it.
-- weight: 8
-- group: active-file
-- attack: T1566.001, T1553.005
-- since: 2022-05
-- false-positives.ja: ソフトウェアの開発元とのやり取り
-- false-positives.en: Exchange with software makers
-- source: mitre-emotet
SELECT a.subject, a.name, a.detected_type AS kind
FROM   attachment a
WHERE  a.detected_type IN ('iso', 'img', 'vhd', 'vhdx')
   OR  a.extension IN ('iso', 'img', 'vhd', 'vhdx')
