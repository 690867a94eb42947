/*
A script that starts a program through WMI or a hidden window and writes into the temporary folder.
Source: mitre-emotet (T1047, T1059.005)
*/
rule dropper_hta_wmi
{
    strings:
        $wmi1 = "winmgmts:" ascii wide nocase
        $wmi2 = "win32_process" ascii wide nocase
        $start1 = ".create" ascii wide nocase
        $hide1 = "showwindow" ascii wide nocase
        $hide2 = "win32_processstartup" ascii wide nocase
    condition:
        filesize < 16MB and all of ($wmi*) and $start1 and any of ($hide*)
}
