/*
A page that builds a file out of text inside it and hands it over as a download (HTML smuggling).
Source: mitre-emotet (T1027.006 is the technique; Emotet's kin used it from 2022)
*/
rule smuggling_html_blob
{
    strings:
        $page1 = "<html" ascii nocase
        $page2 = "<script" ascii nocase
        $save1 = "mssaveoropenblob" ascii nocase
        $save2 = "createobjecturl" ascii nocase
        $build1 = "atob(" ascii nocase
        $build2 = "new blob(" ascii nocase
        $build3 = "uint8array" ascii nocase
        $name1 = ".download" ascii nocase
        $name2 = "download=" ascii nocase
    condition:
        filesize < 32MB and any of ($page*) and any of ($save*) and 2 of ($build*) and any of ($name*)
}
