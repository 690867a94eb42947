-- id: dont-open-delete-or-report
-- order: 12
-- title.ja: 開かずに、知らせる
-- title.en: Don't open it; report it
-- says.ja: 添付もリンクも開かないでください。消す前に管理者に知らせ、元のメールを残します。
-- says.en: Open neither attachment nor link. Tell the administrator before deleting; keep the original.
-- stages: prevention
-- patterns: received_only
-- role: employee
-- minutes: 1
-- danger.ja: 転送すると、受け取った人が開いてしまうことがあります。返信して確かめるのもやめましょう。
-- danger.en: Forwarded, somebody else may open it. Don't reply to ask either.
-- proof: declaration
-- source: ipa-measures, tokyo-column-19
-- applies
SELECT p.subject
FROM   pattern p
WHERE  p.pattern = 'received_only'
-- proven
SELECT d.subject
FROM   declaration d
WHERE  d.step = 'dont-open-delete-or-report'
