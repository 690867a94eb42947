-- id: host/name-of-two-list-words
-- title.ja: Emotetの単語表から作られた名前の自動起動
-- title.en: Autostart named by two words of Emotet's list
-- says.ja: 「{target}」の名前は、2019年から2020年のEmotetが使った単語表の二語をつないだ形で、フォルダも同じ名前です。
-- says.en: The name of "{target}" joins two words of the list that Emotet used in 2019 and 2020, and its folder has the same name.
-- weight: 22
-- group: autostart
-- attack: T1547.001, T1543.003
-- since: 2019
-- false-positives.ja: 偶然に同じ二語をつないだ名前(まれ)
-- false-positives.en: Names that happen to join two such words (rare)
-- source: jpcert-emocheck, unit42-iocs
WITH word (word) AS (VALUES
   ('acc'), ('avi'), ('basic'), ('bid'), ('blb'), ('bta'), ('cards'), ('channel'), ('clr'),
   ('cors'), ('createa'), ('ctl'), ('cyan'), ('dbt'), ('devices'), ('digital'), ('driver'),
   ('duck'), ('dvb'), ('edge'), ('elem'), ('ellipse'), ('etw'), ('exce'), ('format'), ('guid'),
   ('inet'), ('khmer'), ('metrics'), ('mexico'), ('mfidl'), ('msg'), ('msra'), ('mult'),
   ('pal'), ('pdeft'), ('pfx'), ('ptr'), ('purge'), ('query'), ('radio'), ('restore'),
   ('roam'), ('rtp'), ('send'), ('ses'), ('shext'), ('shlp'), ('sidebar'), ('space'),
   ('symbol'), ('targets'), ('taskmgr'), ('thrd'), ('thunk'), ('timeout'), ('url'), ('violet'),
   ('vmd'), ('vol'), ('volume'), ('wce'), ('wmistr'), ('wmp')
)
SELECT l.subject, l.target, l.origin, l.name AS entry
FROM   launch l
CROSS JOIN word one ON lower(l.filename) LIKE one.word || '%'
CROSS JOIN word two ON lower(l.filename) = one.word || two.word || '.exe'
WHERE  l.host IS NULL AND lower(l.filename) LIKE '%.exe' AND length(l.filename) >= 11
  AND  (lower(basename(l.directory)) || '.exe' = lower(l.filename) OR l.place IN ('system32', 'syswow64'))
