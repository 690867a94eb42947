/*
The unpacked module itself: a DLL whose own name is one letter (X.dll, Y.dll), followed in its
export table by the entry point through which regsvr32 or rundll32 runs it. A linker writes both
side by side. Programs keep such a DLL in a file; memory with no file behind it does not hold one.
Source: mitre-emotet, unit42-iocs (names of entry points), Cybereason 2022 (internal name)
*/
rule memory_one_letter_module
{
    strings:
        $exports = /\x00[A-Z]\.dll\x00(DllRegisterServer|Control_RunDLL|RunDLL)\x00/
    condition:
        $exports
}
