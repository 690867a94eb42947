-- id: mail/shortcut-appended-script
-- title.ja: 後ろに命令文が継ぎ足されたショートカット
-- title.en: Shortcut with a script appended
-- says.ja: 添付「{name}」のショートカットの後ろに、別の内容({appended_bytes}バイト)が継ぎ足されています。2022年4月からのEmotetの手口です。
-- says.en: Something else ({appended_bytes} bytes) is appended to the shortcut "{name}": what Emotet did from April 2022.
-- weight: 20
-- group: shortcut
-- attack: T1027.009, T1204.002
-- since: 2022-04
-- false-positives.ja: ほとんどない
-- false-positives.en: Hardly any
-- source: unit42-iocs
SELECT a.subject, a.name, s.appended_bytes, s.appended
FROM   shortcut s
JOIN   attachment a ON a.subject = s.subject AND a.node = s.node
WHERE  s.appended_bytes > 16
