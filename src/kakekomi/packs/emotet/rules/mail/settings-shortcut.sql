-- id: mail/settings-shortcut
-- title.ja: 命令を実行する設定ショートカット
-- title.en: Settings shortcut that runs a command
-- says.ja: 添付「{name}」はWindowsの設定画面用のショートカットで、開くと命令({target})を実行します。仕事の書類がこの形で届くことはありません。
-- says.en: The attachment "{name}" is a shortcut of Windows' settings; opening it runs a command ({target}). Business papers never come in this form.
-- weight: 15
-- group: shortcut
-- attack: T1204.002, T1566.001
-- since: 2018-06
-- false-positives.ja: ほぼありません
-- false-positives.en: Hardly any
-- source: mitre-techniques
SELECT a.subject, a.name, s.target
FROM   shortcut s
JOIN   attachment a ON a.subject = s.subject AND a.node = s.node
WHERE  s.kind = 'settings'
