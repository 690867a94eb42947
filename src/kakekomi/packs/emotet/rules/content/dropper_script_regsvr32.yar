/*
A script that writes a file to a place any user may write to and has regsvr32 or rundll32 load it:
the middle link of the chain from mail to DLL, 2021-11 to 2023-03.
Source: unit42-iocs (techniques, not strings of a sample)
*/
rule dropper_script_regsvr32
{
    strings:
        $host1 = "regsvr32" ascii wide nocase
        $host2 = "rundll32" ascii wide nocase
        $place1 = "programdata" ascii wide nocase
        $place2 = "%temp%" ascii wide nocase
        $place3 = "%tmp%" ascii wide nocase
        $place4 = "getspecialfolder" ascii wide nocase
        $place5 = "%userprofile%" ascii wide nocase
        $fetch1 = "xmlhttp" ascii wide nocase
        $fetch2 = "downloadfile" ascii wide nocase
        $fetch3 = "adodb.stream" ascii wide nocase
        $fetch4 = "invoke-webrequest" ascii wide nocase
        $fetch5 = "urldownloadtofile" ascii wide nocase
    condition:
        filesize < 4MB and any of ($host*) and any of ($place*) and any of ($fetch*)
}
