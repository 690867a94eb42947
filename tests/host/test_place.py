import pytest
from hypothesis import given
from hypothesis import strategies as st

from kakekomi.host.place import Place, clean_path, place_of

HOME = "C:\\Users\\田中"


@pytest.mark.parametrize(
    ("path", "name", "folder_depth"),
    [
        (rf"{HOME}\AppData\Local\Phxnzljad\wcgzvziqg.ljk", "local_appdata", 1),
        (rf"{HOME}\AppData\Local\a.exe", "local_appdata", 0),
        (rf"{HOME}\APPDATA\roaming\a\b\c.exe", "roaming_appdata", 2),
        (rf"{HOME}\AppData\LocalLow\a\b.dll", "local_low", 1),
        (rf"{HOME}\AppData\Local\Temp\abc.vbs", "temp", 0),
        (rf"{HOME}\AppData\Local\Temp\OneNote\16.0\Exported\{{G}}\NT\0\a.wsf", "onenote", 3),
        (
            rf"{HOME}\AppData\Roaming\Microsoft\Windows\Start Menu\Programs\Startup\a.vbs",
            "startup",
            0,
        ),
        (rf"{HOME}\Downloads\a.exe", "downloads", 0),
        (rf"{HOME}\aew.ocx", "profile", 0),
        (rf"{HOME}\Uflw5pa\W18vpk2\Nfd9nts.exe", "profile", 2),
        (r"C:\ProgramData\vxcjkfhd.dll", "programdata", 0),
        (r"C:\Users\Public\a.exe", "public", 0),
        (r"C:\Windows\Tasks\bb.dll", "windows_tasks", 0),
        (r"C:\Windows\System32\Kfichjg\cbun.zia", "system32", 1),
        (r"C:\Windows\sysnative\a.exe", "system32", 0),
        (r"C:\Windows\SysWOW64\a.exe", "syswow64", 0),
        (r"C:\Windows\Temp\a.exe", "temp", 0),
        (r"C:\Windows\explorer.exe", "windows", 0),
        (r"C:\Program Files (x86)\Vendor\a.ocx", "program_files", 1),
        (r"D:\a.exe", "drive", 0),
    ],
)
def test_a_path_lies_in_the_narrowest_place(path: str, name: str, folder_depth: int) -> None:
    assert place_of(path) == Place(name=name, folder_depth=folder_depth)


@pytest.mark.parametrize("path", ["rundll32.exe", r"\\server\share\a.exe", "", r"C:a.exe"])
def test_what_is_no_full_path_of_a_drive_has_no_place(path: str) -> None:
    assert place_of(path) is None


@pytest.mark.parametrize(
    ("path", "clean"),
    [
        (r"\SystemRoot\System32\drivers\a.sys", r"C:\Windows\System32\drivers\a.sys"),
        (r"\??\C:\a\b.sys", r"C:\a\b.sys"),
        (r"System32\drivers\a.sys", r"C:\Windows\System32\drivers\a.sys"),
        (r"C:/a//b/../c.exe", r"C:\a\c.exe"),
        (r"\Windows\a.exe", r"C:\Windows\a.exe"),
        (r"\\server\share\a.exe", r"\\server\share\a.exe"),
        ("a.exe", "a.exe"),
    ],
)
def test_a_path_has_one_spelling(path: str, clean: str) -> None:
    assert clean_path(path) == clean


@given(st.text(alphabet='C:\\/.%~"Users AppData\0', max_size=60))
def test_any_text_has_a_place_or_none(path: str) -> None:
    place_of(clean_path(path))
