/*
Wording that asks to copy the document into Office's template folder, where macros run unasked
(2022-11).
Source: press-emotet-2022-11
*/
rule lure_copy_to_trusted_folder
{
    strings:
        $folder1 = "microsoft office\\root\\templates" ascii wide nocase
        $folder2 = "microsoft office\\templates" ascii wide nocase
        $folder3 = "microsoft\\templates" ascii wide nocase
        $folder4 = "office16\\startup" ascii wide nocase
        $ask1 = "copy the file" ascii wide nocase
        $ask2 = "copy this file" ascii wide nocase
        $ask3 = "following folder" ascii wide nocase
        $ask4 = "コピー"
        $ask5 = { B3 30 D4 30 FC 30 }
        $ask6 = "relaunch" ascii wide nocase
        $ask7 = "run again" ascii wide nocase
    condition:
        filesize < 32MB and any of ($folder*) and any of ($ask*)
}
