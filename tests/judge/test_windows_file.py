import pytest

from kakekomi.judge.windows_file import is_windows_file


@pytest.mark.parametrize(
    "value",
    [
        r"C:\Windows\System32\rundll32.exe",
        r"c:\WINDOWS\SysWOW64\REGSVR32.EXE",
        r"%SystemRoot%\system32\svchost.exe",
        r'"C:\Windows\System32\wscript.exe"',
        "C:/Windows/System32/rundll32.exe",
        r"C:\Windows\WinSxS\amd64_x\rundll32.exe",
        r"C:\Windows\explorer.exe",
        "regsvr32.exe",
        "rundll32",
    ],
)
def test_a_program_of_windows_is_known_by_name_and_place(value: str) -> None:
    assert is_windows_file(value)


@pytest.mark.parametrize(
    "value",
    [
        r"C:\Users\a\AppData\Local\Qwer\asdf.dll",
        r"C:\Users\a\AppData\Local\Temp\regsvr32.exe",
        r"C:\ProgramData\rundll32.exe",
        r"C:\Windows\System32\rundll32.exe C:\x\a.dll,Control_RunDLL",
        r"C:\Windows\System32\qwerty\rundll32.exe",
        r"C:\Windows\System32\zipfldr.dll",
        r"\\server\share\rundll32.exe",
        "",
    ],
)
def test_malware_impostors_and_command_lines_are_none(value: str) -> None:
    assert not is_windows_file(value)
