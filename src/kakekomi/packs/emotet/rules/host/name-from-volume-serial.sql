-- id: host/name-from-volume-serial
-- title.ja: ディスクの番号から作られた名前のプログラム
-- title.en: Program named after the disk's serial number
-- says.ja: 「{target}」の名前は、このPCのディスクの番号({serial})から作られる名前と一致します。2019年から2020年2月までのEmotetが付けた名前です。
-- says.en: The name of "{target}" is the one that Emotet of 2019 to February 2020 made from this PC's disk serial number ({serial}).
-- weight: 25
-- group: autostart
-- attack: T1547.001, T1543.003
-- since: 2019
-- false-positives.ja: ほとんどない
-- false-positives.en: Hardly any
-- source: jpcert-emocheck
WITH word (first, last, word) AS (VALUES
   (0,0,'duck'), (1,1,'uck'), (2,2,'ck'), (3,3,'k'), (4,9,'mfidl'), (10,17,'targets'),
   (18,21,'ptr'), (22,27,'khmer'), (28,33,'purge'), (34,41,'metrics'), (42,45,'acc'),
   (46,50,'inet'), (51,55,'msra'), (56,62,'symbol'), (63,69,'driver'), (70,77,'sidebar'),
   (78,85,'restore'), (86,89,'msg'), (90,96,'volume'), (97,102,'cards'), (103,108,'shext'),
   (109,114,'query'), (115,119,'roam'), (120,123,'etw'), (124,130,'mexico'), (131,136,'basic'),
   (137,140,'url'), (141,148,'createa'), (149,152,'blb'), (153,156,'pal'), (157,161,'cors'),
   (162,166,'send'), (167,174,'devices'), (175,180,'radio'), (181,184,'bid'),
   (185,191,'format'), (192,196,'thrd'), (197,204,'taskmgr'), (205,212,'timeout'),
   (213,216,'vmd'), (217,220,'ctl'), (221,224,'bta'), (225,229,'shlp'), (230,233,'avi'),
   (234,238,'exce'), (239,242,'dbt'), (243,246,'pfx'), (247,250,'rtp'), (251,255,'edge'),
   (256,260,'mult'), (261,264,'clr'), (265,271,'wmistr'), (272,279,'ellipse'), (280,283,'vol'),
   (284,288,'cyan'), (289,292,'ses'), (293,297,'guid'), (298,301,'wce'), (302,305,'wmp'),
   (306,309,'dvb'), (310,314,'elem'), (315,322,'channel'), (323,328,'space'),
   (329,336,'digital'), (337,342,'pdeft'), (343,349,'violet'), (350,355,'thunk')
),
made (subject, serial, stem) AS (
    SELECT d.subject, d.serial_hex, one.word || two.word
    FROM   logical_drives d
    JOIN   word one ON from_hex(d.serial_hex) % 356 BETWEEN one.first AND one.last
    JOIN   word two ON (4294967295 - from_hex(d.serial_hex) / 356) % 356 BETWEEN two.first AND two.last
)
SELECT l.subject, l.target, d.serial_hex AS serial, l.origin
FROM   launch l
JOIN   made m ON m.subject = l.subject
JOIN   logical_drives d ON d.subject = l.subject AND d.serial_hex = m.serial
WHERE  lower(l.filename) = m.stem || '.exe'
