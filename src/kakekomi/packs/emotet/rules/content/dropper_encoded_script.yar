/*
A script hidden by Microsoft's Script Encoder (.vbe, .jse, or in a page): the length behind the
start and the end mark are wanted both.
Source: mitre-techniques (T1027.010)
*/
rule dropper_encoded_script
{
    strings:
        $start = /#@~\^[A-Za-z0-9+\/]{6}==/ ascii
        $end = "==^#~@" ascii
    condition:
        filesize < 16MB and $start and $end
}
