/*
A shortcut (or what it starts) that searches itself with findstr, writes the hits to a script and
runs it: 2022-04.
Source: tokyo-column-23, unit42-iocs
*/
rule shortcut_findstr_self
{
    strings:
        $link = { 4C 00 00 00 01 14 02 00 00 00 00 00 C0 00 00 00 00 00 00 46 }
        $find = "findstr" ascii wide nocase
        $self = ".lnk" ascii wide nocase
        $script1 = ".vbs" ascii wide nocase
        $script2 = ".js" ascii wide nocase
        $script3 = ".wsf" ascii wide nocase
        $script4 = ".bat" ascii wide nocase
    condition:
        $link at 0 and $find and $self and any of ($script*)
}
