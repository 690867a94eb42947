-- id: check-shared-folders
-- order: 314
-- title.ja: 共有フォルダの権限を見直す
-- title.en: Review shared folders
-- says.ja: だれでも書きこめる共有フォルダをなくし、要る人だけに絞ってください。
-- says.en: No shared folder should be writable for everyone; allow only those who need it.
-- stages: prevention
-- role: administrator
-- minutes: 30
-- danger.ja: 急に絞ると、業務が止まることがあります。使う人に聞いてから変えます。
-- danger.en: Tightened without asking, work may stop.
-- proof: fact
-- source: tokyo-emotet-enquiries, mitre-emotet
-- applies
SELECT h.subject
FROM   pc h
WHERE  h.platform = 'windows'
-- proven
SELECT r.subject
FROM   shared_resources r
GROUP  BY r.subject
HAVING sum(coalesce(r.everyone, 'unknown') <> 'none' AND coalesce(r.everyone, 'unknown') <> 'read') = 0
UNION
SELECT d.subject
FROM   declaration d
WHERE  d.step = 'check-shared-folders'
