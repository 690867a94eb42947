/*
PowerShell with an encoded command, called from a macro, script or shortcut (2018 to 2020).
The flag may be shortened (-e, -enc …); eighty signs of base64 are more than any file name has.
Source: unit42-iocs, mitre-emotet
*/
rule dropper_encoded_powershell
{
    strings:
        $shell = "powershell" ascii wide nocase
        $encoded = / -e[a-z]{0,13} {1,4}[A-Za-z0-9+\/]{80}/ ascii wide nocase
    condition:
        filesize < 16MB and $shell and $encoded
}
