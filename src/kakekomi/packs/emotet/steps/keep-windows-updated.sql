-- id: keep-windows-updated
-- order: 310
-- title.ja: Windowsとソフトを最新にする
-- title.en: Keep Windows and software current
-- says.ja: Windowsと使っているソフトの更新を、自動で入る設定にしてください。
-- says.en: Let Windows and your software update themselves.
-- stages: prevention
-- role: employee
-- minutes: 30
-- danger.ja: 更新の終わったWindowsの版は、守られません。
-- danger.en: A Windows version out of support is not protected.
-- proof: fact
-- source: ipa-measures, tokyo-emergency-2022-03
-- applies
SELECT h.subject
FROM   pc h
WHERE  h.platform = 'windows'
-- proven
SELECT p.subject
FROM   patches p
JOIN   check_result c ON c.subject = p.subject
WHERE  age_s(p.installed_on || 'T00:00:00+00:00', c.checked_at) BETWEEN -86400 AND 3888000
UNION
SELECT d.subject
FROM   declaration d
WHERE  d.step = 'keep-windows-updated'
