/*
Two public keys for the curve P-256, one for agreeing on a key and one for checking signatures, as
Windows' key store writes them (magic, then 32), close together. Emotet has held its keys so since
November 2021. Each magic alone is Windows' own; both together, where code runs that no file stands
behind, are not.
Source: mitre-emotet, https://learn.microsoft.com/windows/win32/api/bcrypt/ns-bcrypt-bcrypt_ecckey_blob
*/
rule memory_two_key_blobs
{
    strings:
        $agree = { 45 43 4B 31 20 00 00 00 }
        $sign  = { 45 43 53 31 20 00 00 00 }
    condition:
        for any i in (1 .. #agree) : ( $sign in (@agree[i] .. @agree[i] + 4096) )
        or for any i in (1 .. #sign) : ( $agree in (@sign[i] .. @sign[i] + 4096) )
}
