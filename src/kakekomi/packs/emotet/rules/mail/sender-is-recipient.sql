-- id: mail/sender-is-recipient
-- title.ja: 自分から自分へのメール
-- title.en: From oneself to oneself
-- says.ja: 差出人と宛先が同じアドレス({from_address})です。自分を差出人にしたなりすましのことがあります。
-- says.en: Sender and addressee are the same ({from_address}). Spoofed mail sometimes bears the reader's own address.
-- weight: 2
-- attack: T1656
-- since: 2019
-- false-positives.ja: 自分あての控え、BCCでの一斉送信
-- false-positives.en: Notes to oneself, bulk mail by Bcc
-- source: tokyo-emotet-enquiries
SELECT m.subject, m.from_address
FROM   message m
JOIN   recipient r ON r.subject = m.subject AND lower(r.address) = lower(m.from_address)
WHERE  r.kind = 'to'
  AND  EXISTS (SELECT 1 FROM attachment a WHERE a.subject = m.subject AND NOT a.inline)
  AND  NOT EXISTS (SELECT 1 FROM recipient x WHERE x.subject = m.subject AND lower(x.address) <> lower(m.from_address))
