/*
A shortcut with a script in plain text behind it.
Source: unit42-iocs
*/
rule shortcut_script_appended
{
    strings:
        $link = { 4C 00 00 00 01 14 02 00 00 00 00 00 C0 00 00 00 00 00 00 46 }
        $script1 = "createobject(" ascii nocase
        $script2 = "wscript.shell" ascii nocase
        $script3 = "on error resume next" ascii nocase
        $script4 = "frombase64string" ascii nocase
    condition:
        $link at 0 and 2 of ($script*)
}
