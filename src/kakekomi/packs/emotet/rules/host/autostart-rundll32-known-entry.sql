-- id: host/autostart-rundll32-known-entry
-- title.ja: Emotetが使った呼び出し名での自動起動
-- title.en: Autostart with an entry point Emotet used
-- says.ja: 「{target}」が、rundll32 から「{entry_point}」という呼び出し名で動くよう登録されています。個人用フォルダのファイルがこの名で呼ばれるのは、Emotetの特徴です。
-- says.en: "{target}" is set up to be run by rundll32 with the entry point "{entry_point}". A file in the user's data folder called by this name is typical of Emotet.
-- weight: 21
-- group: autostart
-- attack: T1547.001, T1053.005, T1543.003
-- since: 2020-12
-- false-positives.ja: 個人用フォルダに入るコントロールパネルの部品(まれ)
-- false-positives.en: Control panel parts installed per user (rare)
-- source: unit42-iocs, jpcert-emocheck
SELECT l.subject, l.target, l.entry_point, l.origin
FROM   launch l
WHERE  l.host = 'rundll32'
  AND  l.entry_point IN ('Control_RunDLL', 'RunDLL', 'ShowDialogA', 'DllRegisterServer')
  AND  l.place IN ('local_appdata', 'roaming_appdata', 'temp', 'programdata', 'profile', 'public', 'downloads') AND l.extension <> 'cpl'
