-- id: decide-prevention
-- order: 165
-- title.ja: 再発を防ぐことを決める
-- title.en: Decide what will prevent a repeat
-- says.ja: 何が足りなかったかを話し合い、直すことと期限と担当を決めてください。
-- says.en: Talk about what was missing; decide what to mend, by when and by whom.
-- stages: recovery, suspected, infected
-- patterns: opened_attachment, our_name_abused
-- role: manager
-- minutes: 60
-- danger.ja: 開いた人を責めて終わりにすると、次は報告されなくなります。
-- danger.en: If it ends with blaming the one who opened it, nobody will report the next one.
-- proof: declaration
-- source: ipa-measures, tokyo-guidebook-3
-- applies
SELECT o.subject
FROM   organization o
WHERE  EXISTS (SELECT 1 FROM pattern p
               WHERE p.pattern IN ('opened_attachment', 'our_name_abused'))
-- proven
SELECT d.subject
FROM   declaration d
WHERE  d.step = 'decide-prevention'
