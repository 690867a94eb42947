"""Windows' own functions say what is true; each is compared with what was made just before."""

import os
import shutil
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from kakekomi.drill.infection import VOLUME_SERIAL
from kakekomi.facts.errors import UnavailableError, UnsupportedError
from kakekomi.facts.pc_setting_tables import ZoneIdentifier
from kakekomi.facts.pc_tables import Authenticode
from kakekomi.host.disk import Disk
from kakekomi.host.mark_of_the_web import mark_of
from kakekomi.host.windows import wmi
from kakekomi.host.windows.authenticode import authenticode
from kakekomi.host.windows.processes import running
from kakekomi.host.windows.registry import LOCAL_MACHINE, USERS, LiveHive
from kakekomi.host.windows.service_states import service_states
from kakekomi.host.windows.volumes import fixed_drives
from kakekomi.host.windows.whoami import whoami
from windows.planting import Planted, planted, winreg

RUNTIME = Path(sys.base_prefix) / "vcruntime140.dll"


@pytest.fixture
def place() -> Iterator[Planted]:
    with planted() as one:
        yield one


def test_a_started_program_is_listed_with_all_that_belongs_to_it(place: Planted) -> None:
    program = place.copy("sleeper.exe", "{home}\\山田 太郎\\寝る.exe")
    before = int(time.time())
    pid = place.start(str(program), "/s", "C:\\請求 書.ocx")

    (seen,) = [one for one in running() if one.pid == pid]

    assert (seen.parent, seen.name) == (os.getpid(), "寝る.exe")
    assert (seen.path or "").casefold() == str(program).casefold()
    assert seen.command_line == f'"{program}" /s "C:\\請求 書.ocx"'
    assert seen.started_s is not None
    assert before - 2 <= seen.started_s <= time.time() + 2


def test_a_program_that_ended_is_not_listed() -> None:
    with planted() as place:
        program = place.copy("sleeper.exe", "{home}\\a.exe")
        pid = place.start(str(program))

    assert [one for one in running() if one.pid == pid] == []


@pytest.mark.parametrize(
    ("kind", "data", "text"),
    [
        ("REG_SZ", "請求書", "請求書"),
        ("REG_EXPAND_SZ", "%APPDATA%\\a", "%APPDATA%\\a"),
        ("REG_MULTI_SZ", ["a", "b"], "a;b"),
        ("REG_DWORD", 4_000_000_000, "4000000000"),
        ("REG_QWORD", 1 << 40, str(1 << 40)),
        ("REG_BINARY", b"\x01\xab", "01AB"),
    ],
)
def test_a_value_is_read_as_it_was_written(
    place: Planted, kind: str, data: object, text: str
) -> None:
    place.value(
        winreg.HKEY_CURRENT_USER, "Software\\試験", "値", kind=getattr(winreg, kind), data=data
    )

    key = LiveHive(USERS, whoami().sid).key("software\\試験")

    assert key is not None
    assert [(value.name, value.type_name, value.text) for value in key.values] == [
        ("値", kind, text)
    ]
    assert key.written_at is not None
    assert abs(key.written_at.timestamp() - time.time()) < 60


def test_what_32_bit_programs_see_stands_below_its_own_key() -> None:
    path = "Software\\Kakekomi"
    access = winreg.KEY_ALL_ACCESS | winreg.KEY_WOW64_32KEY
    with winreg.CreateKeyEx(winreg.HKEY_LOCAL_MACHINE, path, access=access) as key:
        winreg.SetValueEx(key, "a", 0, winreg.REG_SZ, "32")
    try:
        software = LiveHive(LOCAL_MACHINE, "SOFTWARE")
        assert software.text("Wow6432Node\\Kakekomi", "a") == "32"
        assert software.key("Kakekomi") is None
    finally:
        winreg.DeleteKeyEx(winreg.HKEY_LOCAL_MACHINE, path, winreg.KEY_WOW64_32KEY)


def test_the_drive_has_the_serial_that_the_lab_gave_it() -> None:
    assert [(row.device_id, row.serial_hex) for row in fixed_drives()] == [("C:", VOLUME_SERIAL)]


def test_services_are_listed_with_their_states() -> None:
    states = service_states()

    assert states["eventlog"] == "RUNNING"
    assert set(states.values()) <= {"RUNNING", "STOPPED"}


def test_the_account_is_the_one_that_windows_names() -> None:
    me = whoami()

    assert me.username == os.environ["USERNAME"]
    assert LiveHive(USERS, me.sid).key("Software") is not None


def test_a_signature_of_a_well_known_maker_is_trusted() -> None:
    found = authenticode(str(RUNTIME), "x")

    assert found.result == "trusted"
    assert "Microsoft" in (found.subject_name or "")


def test_a_signed_file_that_was_changed_is_not_trusted(tmp_path: Path) -> None:
    changed = tmp_path / "a.dll"
    shutil.copy(RUNTIME, changed)
    with changed.open("r+b") as stream:
        stream.seek(0x1000)
        stream.write(b"changed")

    assert authenticode(str(changed), "x").result == "untrusted"


def test_a_file_without_a_signature_has_none(place: Planted) -> None:
    program = place.copy("sleeper.exe", "{home}\\a.exe")

    assert authenticode(str(program), "x") == Authenticode(path="x", result="missing")


def test_the_signature_of_a_file_that_is_gone_cannot_be_read() -> None:
    with pytest.raises(UnavailableError):
        authenticode("C:\\gone.exe", "x")


def test_wmi_answers_with_texts_numbers_and_truths() -> None:
    (answer,) = wmi.query(
        "ROOT\\CIMV2", "Win32_OperatingSystem", ("Caption", "ProductType", "Primary", "Nonsense")
    )

    assert str(answer[0]).startswith("Microsoft Windows")
    assert answer[1:] == (1, 1, None)


def test_a_part_of_wmi_that_is_not_there_is_unsupported() -> None:
    with pytest.raises(UnsupportedError):
        wmi.query("ROOT\\nothing", "Nothing", ("Name",))


def test_the_mark_of_the_web_is_read_from_its_stream(tmp_path: Path) -> None:
    file = tmp_path / "a.xlsm"
    file.write_bytes(b"PK")
    Path(f"{file}:Zone.Identifier").write_text("[ZoneTransfer]\nZoneId=3\n", "ascii")
    disk = Disk(Path("\\\\?\\C:\\"))
    entry = disk.find(str(file))

    assert entry is not None
    assert mark_of(disk, entry) == ZoneIdentifier(path=entry.path, zone=3)


def test_a_path_longer_than_260_is_reached(tmp_path: Path) -> None:
    folder = Path(f"\\\\?\\{tmp_path}")
    for _ in range(6):
        folder /= "長" * 50
    folder.mkdir(parents=True)
    (folder / "a.exe").write_bytes(b"MZ")

    entry = Disk(Path("\\\\?\\C:\\")).find(str(folder / "a.exe").removeprefix("\\\\?\\"))

    assert entry is not None
    assert len(entry.path) > 260
    assert Disk(Path("\\\\?\\C:\\")).head(entry, 2) == b"MZ"
