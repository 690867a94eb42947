from collections.abc import Collection

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kakekomi.host.command_line import Started, Surroundings, started_by

HOME = r"C:\Users\taro yamada"
LOCAL = rf"{HOME}\AppData\Local"
DLL = rf"{LOCAL}\Phxnzljad\wcgzvziqg.ljk"
SYSTEM = (
    r"C:\Windows\System32\rundll32.exe",
    r"C:\Windows\SysWOW64\rundll32.exe",
    r"C:\Windows\System32\regsvr32.exe",
    r"C:\Windows\System32\cmd.exe",
    r"C:\Windows\System32\shell32.dll",
)


def _started(command: str, files: Collection[str] = (DLL,)) -> Started:
    known = {path.casefold() for path in (*SYSTEM, *files)}
    return started_by(
        command,
        Surroundings(
            variables={
                "LOCALAPPDATA": LOCAL,
                "SYSTEMROOT": r"C:\Windows",
                "WINDIR": r"C:\Windows",
                "COMSPEC": r"C:\Windows\System32\cmd.exe",
            },
            exists=lambda path: path.casefold() in known,
        ),
    )


@pytest.mark.parametrize("files", [(DLL,), ()])
@pytest.mark.parametrize(
    "command",
    [
        rf'C:\Windows\system32\regsvr32.exe /s "{DLL}"',
        rf"C:\Windows\system32\regsvr32.exe /s {DLL}",
        rf"regsvr32 -s {DLL}",
        rf'"C:\Windows\System32\regsvr32.exe" "{DLL}"',
        r'%SystemRoot%\System32\REGSVR32.EXE /u /s "%LOCALAPPDATA%\Phxnzljad\wcgzvziqg.ljk"',
        rf'regsvr32.exe /n /i:"a b" "{DLL}"',
        rf'cmd.exe /c "regsvr32.exe /s "{DLL}""',
        rf'%comspec% /c start "" /b regsvr32.exe /s "{DLL}"',
        rf'conhost.exe cmd /c regsvr32 /s "{DLL}"',
    ],
)
def test_regsvr32_starts_the_dll_that_it_is_given(command: str, files: Collection[str]) -> None:
    assert _started(command, files) == Started(host="regsvr32", target=DLL)


@pytest.mark.parametrize("files", [(DLL,), ()])
@pytest.mark.parametrize(
    "command",
    [
        rf'C:\Windows\SysWOW64\rundll32.exe "{DLL}",Control_RunDLL',
        rf"rundll32.exe {DLL},Control_RunDLL",
        rf'rundll32 "{DLL}" Control_RunDLL',
        rf'rundll32.exe /d "{DLL}", Control_RunDLL arguments',
    ],
)
def test_rundll32_starts_the_dll_and_names_its_entry_point(
    command: str, files: Collection[str]
) -> None:
    assert _started(command, files) == Started(
        host="rundll32", target=DLL, entry_point="Control_RunDLL"
    )


def test_a_folder_with_a_comma_does_not_end_the_path() -> None:
    dll = r"C:\a, b\c.dll"

    assert _started(rf"rundll32.exe {dll},Entry", (dll,)) == Started(
        host="rundll32", target=dll, entry_point="Entry"
    )


def test_a_32_bit_host_sees_syswow64_where_it_asks_for_system32() -> None:
    real = r"C:\Windows\SysWOW64\Aibevs\jbcss.nfg"
    command = r"C:\Windows\SysWOW64\rundll32.exe C:\Windows\system32\Aibevs\jbcss.nfg,abc"

    assert _started(command, (real,)).target == real


def test_a_program_is_started_directly_with_blanks_in_its_path_and_no_quotes() -> None:
    program = r"C:\Program Files\Vendor Soft\up date.exe"

    assert _started(rf"{program} /svc -k", (program,)) == Started(host=None, target=program)
    assert _started(r"C:\Program Files\Vendor Soft\up date /svc", (program,)).target == program


def test_the_shortest_beginning_that_exists_wins_as_in_windows() -> None:
    files = (r"C:\Program.exe", r"C:\Program Files\a.exe")

    assert _started(r"C:\Program Files\a.exe", files).target == r"C:\Program.exe"


def test_a_program_named_like_a_host_in_a_users_folder_is_no_host() -> None:
    copy = rf"{LOCAL}\Temp\rundll32.exe"

    assert _started(rf'"{copy}" {DLL},abc') == Started(host=None, target=copy)


@pytest.mark.parametrize(
    ("command", "host", "target"),
    [
        (
            r'wscript.exe //B //E:vbscript "C:\ProgramData\a b.vbs" x',
            "wscript",
            r"C:\ProgramData\a b.vbs",
        ),
        (r"cscript C:\ProgramData\a b.js //nologo", "cscript", r"C:\ProgramData\a b.js"),
        (r"mshta http://example.com/a.hta", "mshta", "http://example.com/a.hta"),
        (r"powershell -w hidden -File C:\a\b.ps1", "powershell", r"C:\a\b.ps1"),
        (r"powershell -c $env:LOCALAPPDATA\x\y.exe", "powershell", rf"{LOCAL}\x\y.exe"),
        (r"powershell -enc SQBFAFgA", "powershell", None),
        (r"cmd /c C:\ProgramData\bhnasleil.bat", "cmd", r"C:\ProgramData\bhnasleil.bat"),
        (r"cmd.exe", "cmd", None),
        (r"rundll32.exe", "rundll32", None),
        (r"regsvr32 /s /i:C:\a\b.sct scrobj.dll", "regsvr32", r"C:\a\b.sct"),
        (r"rundll32 shell32.dll,Control_RunDLL", "rundll32", r"C:\Windows\System32\shell32.dll"),
        (r"explorer.exe C:\a\b.exe", "explorer", r"C:\a\b.exe"),
        ("", None, None),
        ("   ", None, None),
        ('""', None, None),
    ],
)
def test_every_host_gives_what_it_carries(
    command: str, host: str | None, target: str | None
) -> None:
    found = _started(command)

    assert (found.host, found.target) == (host, target)


def test_unknown_variables_stay_as_they_are() -> None:
    assert _started(r"%APPDIR%\a.exe").target == r"%APPDIR%\a.exe"


@settings(max_examples=200)
@given(
    st.lists(
        st.one_of(
            st.sampled_from(
                [
                    "rundll32",
                    "regsvr32",
                    "cmd /c ",
                    "start ",
                    "powershell ",
                    "C:\\a b\\c",
                    '"',
                    ",",
                    " ",
                    "/s",
                    "%TEMP%",
                    "\\??\\",
                    "&",
                    "explorer ",
                    "'",
                    "\0",
                    "-f ",
                    "//",
                ]
            ),
            st.text(max_size=8),
        ),
        max_size=14,
    ).map("".join)
)
@example("cmd /c " * 50)
@example('"' * 5000)
@example("a " * 20_000)
def test_any_command_starts_something_or_nothing(command: str) -> None:
    _started(command)
