-- id: mail/shortcut-attached
-- title.ja: ショートカット(.lnk)の添付
-- title.en: Shortcut (.lnk) attached
-- says.ja: 添付「{name}」は文書ではなくショートカットです。メールで仕事の書類がこの形で届くことは、まずありません。
-- says.en: The attachment "{name}" is no document but a shortcut. Honest business papers hardly ever come in this form.
-- weight: 13
-- group: shortcut
-- attack: T1566.001, T1204.002
-- since: 2022-04
-- false-positives.ja: 社内の共有フォルダを案内するメール
-- false-positives.en: Colleagues pointing to a shared folder
-- source: tokyo-column-23, unit42-iocs
SELECT a.subject, a.name, s.target
FROM   shortcut s
JOIN   attachment a ON a.subject = s.subject AND a.node = s.node
WHERE  s.kind = 'lnk'
