import ntpath

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kakekomi.facts.pc_tables import Authenticode
from kakekomi.respond.guard import AUTORUN_PATTERN, Refusal, file_refusal, is_windows_name

LOCAL = "C:\\Users\\tanaka\\AppData\\Local"


@pytest.mark.parametrize(
    "path",
    [
        f"{LOCAL}\\Phxnzljad\\wcgzvziqg.ljk",
        f"{LOCAL}\\SyncHost\\subst.exe",
        f"{LOCAL}\\Temp\\a b.vbs",
        "C:\\Users\\田中\\aew.ocx",
        "C:\\ProgramData\\service.exe",
        "C:\\Windows\\Tasks\\bb.dll",
        "C:\\Windows\\System32\\Kfichjg\\cbun.zia",
        "C:\\Windows\\SysWOW64\\Aibevs\\jbcss.nfg",
        "C:\\Windows\\System32\\config\\systemprofile\\AppData\\Local\\Abcdefg\\x.dll",
    ],
)
def test_a_file_where_malware_can_be_may_be_moved(path: str) -> None:
    assert file_refusal(path) is None


@pytest.mark.parametrize(
    ("path", "refusal"),
    [
        ("C:\\Windows\\System32\\rundll32.exe", Refusal.WINDOWS_NAME),
        (f"{LOCAL}\\Temp\\certutil.exe", Refusal.WINDOWS_NAME),
        (f"{LOCAL}\\x\\RegSvr32.EXE", Refusal.WINDOWS_NAME),
        (f"{LOCAL}\\x\\svchost.dll", Refusal.WINDOWS_NAME),
        ("C:\\Windows\\System32\\shell33.dll", Refusal.WINDOWS_FOLDER),
        ("C:\\Windows\\SysWOW64\\msptermsizes.exe", Refusal.WINDOWS_FOLDER),
        ("C:\\Windows\\System32\\wbem\\x.dll", Refusal.WINDOWS_FOLDER),
        ("C:\\Windows\\System32\\ja-JP\\x.dll", Refusal.WINDOWS_FOLDER),
        ("C:\\Windows\\System32\\Kfichjg\\deeper\\x.dll", Refusal.WINDOWS_FOLDER),
        ("C:\\Windows\\regedit.exe", Refusal.WINDOWS_FOLDER),
        ("C:\\Windows\\WinSxS\\x\\y.dll", Refusal.WINDOWS_FOLDER),
        ("D:\\Windows\\System32\\x.dll", Refusal.WINDOWS_FOLDER),
        ("C:\\Program Files\\Vendor\\a.exe", Refusal.PROGRAM_FOLDER),
        ("C:\\Windows.old\\x.dll", Refusal.PROGRAM_FOLDER),
        (f"{LOCAL}\\Microsoft\\OneDrive\\OneDrive.exe", Refusal.MICROSOFT_FOLDER),
        ("C:\\ProgramData\\Microsoft\\Windows Defender\\x.dll", Refusal.MICROSOFT_FOLDER),
        ("C:\\Users\\t\\..\\..\\Windows\\System32\\ntdll.dll", Refusal.ODD_PATH),
        ("C:\\Users\\t\\a.dll:stream", Refusal.ODD_PATH),
        ("C:\\Users\\t\\a.dll.", Refusal.ODD_PATH),
        ("C:\\Users\\t\\a.dll ", Refusal.ODD_PATH),
        ("C:/Users/t/a.dll", Refusal.ODD_PATH),
        ("C:\\PROGRA~1\\a.dll", Refusal.ODD_PATH),
        ("\\\\server\\share\\a.dll", Refusal.ODD_PATH),
        ("\\\\?\\C:\\Users\\t\\a.dll", Refusal.ODD_PATH),
        ("a.dll", Refusal.ODD_PATH),
        ("", Refusal.ODD_PATH),
    ],
)
def test_what_may_belong_to_windows_is_refused(path: str, refusal: Refusal) -> None:
    assert file_refusal(path) is refusal


def test_a_valid_signature_of_microsoft_protects_a_file_anywhere() -> None:
    path = f"{LOCAL}\\Abcd\\x.dll"

    def refusal(result: str, signer: str, of: str = path) -> Refusal | None:
        return file_refusal(
            path, signatures=(Authenticode(path=of, result=result, subject_name=signer),)
        )

    assert refusal("trusted", "CN=Microsoft Windows, O=Microsoft Corporation") is (
        Refusal.MICROSOFT_SIGNED
    )
    assert refusal("valid", "Microsoft Corporation", path.upper()) is Refusal.MICROSOFT_SIGNED
    assert refusal("untrusted", "Microsoft Corporation") is None
    assert refusal("trusted", "Vendor") is None
    assert refusal("trusted", "Microsoft Corporation", f"{path}x") is None


def test_a_copy_of_a_file_of_windows_is_refused() -> None:
    path = f"{LOCAL}\\SyncHost\\subst.exe"

    assert file_refusal(path, is_copy=lambda asked: asked == path) is Refusal.WINDOWS_COPY


@pytest.mark.parametrize(
    ("target", "parts"),
    [
        (
            "HKEY_USERS\\S-1\\Software\\Microsoft\\Windows\\CurrentVersion\\Run\\a\\b",
            ("HKEY_USERS\\S-1\\Software\\Microsoft\\Windows\\CurrentVersion\\Run", "a\\b"),
        ),
        (
            "HKEY_LOCAL_MACHINE\\SOFTWARE\\Wow6432Node\\Microsoft\\Windows\\CurrentVersion"
            "\\Policies\\Explorer\\Run\\",
            (
                "HKEY_LOCAL_MACHINE\\SOFTWARE\\Wow6432Node\\Microsoft\\Windows\\CurrentVersion"
                "\\Policies\\Explorer\\Run",
                "",
            ),
        ),
        (
            "HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion\\Winlogon\\Shell",
            None,
        ),
        ("HKEY_LOCAL_MACHINE\\SYSTEM\\Select\\Current", None),
    ],
)
def test_only_values_of_run_keys_are_autostart_values(
    target: str, parts: tuple[str, str] | None
) -> None:
    found = AUTORUN_PATTERN.match(target)

    assert (found and (found["key"], found["name"])) == parts


def belongs_to_windows(path: str) -> bool:
    """Said again in other words than the guard's."""
    resolved = ntpath.normpath(path.replace("/", "\\")).casefold().rstrip(". ")
    parts = resolved.split("\\")
    if len(parts) < 2 or len(parts[0]) != 2:
        return True
    inside = parts[1] == "windows" and parts[2:3] not in (["tasks"], ["temp"])
    profile = "systemprofile\\appdata" in resolved
    strange = parts[2:3] in (["system32"], ["syswow64"]) and len(parts) == 5
    return is_windows_name(path) or (inside and not strange and not profile)


FOLDERS = st.sampled_from(
    [
        *("Windows", "System32", "SysWOW64", "Users", "tanaka", "AppData", "Local", "..", "Tasks"),
        *("Temp", "WINDOW~1", "wbem", "Kfichjg", "config", "systemprofile", "ProgramData", ".", ""),
    ]
)
NAMES = st.one_of(
    st.sampled_from(
        ["rundll32.exe", "REGSVR32", "a.dll", "kernel32.dll", "x.ljk", "svchost.exe. "]
    ),
    st.text(max_size=8),
)


@given(
    st.sampled_from(["C:", "c:", "D:", "\\\\?\\C:", ""]),
    st.lists(FOLDERS, max_size=6),
    NAMES,
    st.sampled_from(["\\", "/"]),
)
@example("C:", ["Windows", "System32", "Kfichjg", ".."], "ntdll.dll", "\\")
def test_no_spelling_leads_to_a_file_of_windows(
    drive: str, folders: list[str], name: str, separator: str
) -> None:
    path = separator.join([drive, *folders, name])

    assert file_refusal(path) is not None or not belongs_to_windows(path)


@pytest.mark.parametrize(
    "path",
    [
        "C:\\Windows\\SysWOW64\\volumetaskmgr.exe",
        "C:\\Windows\\System32\\msptermsizes.exe",
    ],
)
def test_right_in_system32_a_file_goes_only_if_windows_certainly_did_not_put_it_there(
    path: str,
) -> None:
    assert file_refusal(path) is Refusal.WINDOWS_FOLDER
    assert file_refusal(path, is_foreign=lambda asked: asked == path) is None


@pytest.mark.parametrize(
    "path",
    [
        "C:\\Windows\\System32\\svchost.exe",
        "C:\\Windows\\System32\\drivers\\abc.sys",
        "C:\\Windows\\System32\\ja-JP\\abc.dll",
        "C:\\Windows\\System32\\config\\SYSTEM",
        "C:\\Windows\\explorer.exe",
        "C:\\Windows\\System32\\wbem\\abc.exe",
    ],
)
def test_elsewhere_in_windows_a_file_stays_whatever_is_said_of_its_signature(path: str) -> None:
    assert file_refusal(path, is_foreign=lambda _path: True) is not None
