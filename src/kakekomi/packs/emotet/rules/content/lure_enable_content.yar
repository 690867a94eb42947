/*
Wording that asks the reader to switch macros on, in the languages that reached Japan.
Two signs are wanted: the button's name and a reason to press it. It counts only for documents
that do have a macro (the SQL rule says so).
Source: ipa-situation-2022-03, unit42-iocs
*/
rule lure_enable_content
{
    strings:
        $button1 = "enable content" ascii wide nocase
        $button2 = "enable editing" ascii wide nocase
        $button3 = "コンテンツの有効化"
        $button4 = { B3 30 F3 30 C6 30 F3 30 C4 30 6E 30 09 67 B9 52 16 53 }
        $button5 = "編集を有効にする"
        $button6 = { E8 7D C6 96 92 30 09 67 B9 52 6B 30 59 30 8B 30 }
        $button7 = { 83 52 83 93 83 65 83 93 83 63 82 CC 97 4C 8C F8 89 BB }
        $button8 = "inhalt aktivieren" ascii wide nocase
        $reason1 = "protected" ascii wide nocase
        $reason2 = "previous version" ascii wide nocase
        $reason3 = "click" ascii wide nocase
        $reason4 = "クリック"
        $reason5 = { AF 30 EA 30 C3 30 AF 30 }
        $reason6 = { 83 4E 83 8A 83 62 83 4E }
        $reason7 = "保護"
        $reason8 = { DD 4F 77 8B }
    condition:
        filesize < 32MB and any of ($button*) and any of ($reason*)
}
