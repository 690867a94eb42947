-- id: emergency-plan
-- order: 330
-- title.ja: 連絡先とパソコンの台帳を紙で持つ
-- title.en: Keep contacts and a list of PCs on paper
-- says.ja: だれが決め、だれに電話するかと、パソコンの一覧を、紙で用意してください。
-- says.en: Have on paper who decides, whom to call, and a list of all PCs.
-- stages: prevention
-- role: manager
-- minutes: 60
-- danger.ja: パソコンの中だけにあると、いざというとき見られません。
-- danger.en: Inside a PC it can't be read when it is needed.
-- proof: declaration
-- source: tokyo-guidebook-3
-- applies
SELECT o.subject
FROM   organization o
-- proven
SELECT d.subject
FROM   declaration d
WHERE  d.step = 'emergency-plan'
