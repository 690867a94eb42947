import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kakekomi.drill.hive import dword, make_hive, make_tree, text
from kakekomi.drill.infection import INFECTIONS
from kakekomi.drill.pc_root import SID, VOLUME_SERIAL, Owner, make_pc_root
from kakekomi.facts.errors import ConfigurationError, ParseError
from kakekomi.facts.gap import Gap, What, Why
from kakekomi.facts.pc_tables import (
    Collection,
    File,
    Launch,
    LogicalDrives,
    OfficeTrust,
    OsVersion,
    Registry,
    SystemInfo,
    Users,
    WindowsSecurityProducts,
)
from kakekomi.facts.subject import Kind, SubjectFacts
from kakekomi.host.root import collect_root

NOW = datetime(2022, 3, 14, 3, 0, tzinfo=UTC)
CONFIG = Path("Windows/System32/config")
DLL = r"C:\Users\tanaka\AppData\Local\Phxnzljad\wcgzvziqg.ljk"


def _collect(root: Path, *, volume_serial: str | None = None) -> SubjectFacts:
    return collect_root(root, volume_serial=volume_serial, now=NOW)


def _gaps(facts: SubjectFacts) -> list[tuple[What, Why, str]]:
    return [(gap.what, gap.why, gap.detail) for gap in facts.of(Gap)]


def test_a_pc_is_known_by_its_name_and_described_whole(tmp_path: Path) -> None:
    facts = _collect(make_pc_root(tmp_path, infection=None), volume_serial="6c1f-a312")

    assert (facts.subject, facts.kind) == ("KEIRI-PC", Kind.PC)
    assert facts.of(SystemInfo) == (
        SystemInfo(
            hostname="KEIRI-PC",
            computer_name="KEIRI-PC",
            hardware_vendor="Drill",
            hardware_model="Model 1",
        ),
    )
    assert facts.of(OsVersion) == (
        OsVersion(
            name="Windows 10 Pro",
            version="21H2",
            build="19044",
            arch="AMD64",
            install_date=1_600_000_000,
        ),
    )
    assert facts.of(LogicalDrives) == (LogicalDrives(device_id="C:", serial_hex="6C1FA312"),)
    assert facts.of(WindowsSecurityProducts) == (
        WindowsSecurityProducts(
            type="Antivirus", name="Windows Defender", state="On", signatures_up_to_date=True
        ),
    )
    assert Users(
        username="tanaka", uuid=SID, directory=r"C:\Users\tanaka", hive_read=True
    ) in facts.of(Users)
    assert [(row.source, row.root) for row in facts.of(Collection)] == [("offline", str(tmp_path))]


@pytest.mark.parametrize("infection", [name for name in INFECTIONS if name != "exposed"])
def test_each_infections_files_are_seen_as_what_they_are(tmp_path: Path, infection: str) -> None:
    owner = Owner(user="山田 太郎")
    facts = _collect(make_pc_root(tmp_path, infection=infection, owner=owner))
    seen = {row.path: row.is_pe for row in facts.of(File)}

    for planned in INFECTIONS[infection].files:
        assert seen[owner.fill(planned.path)] == planned.data.startswith(b"MZ")


@pytest.mark.parametrize(
    ("infection", "host", "origin"),
    [
        ("2019", None, "startup_items"),
        ("2019-admin", None, "services"),
        ("2020-10", None, "startup_items"),
        ("2021-01", "rundll32", "startup_items"),
        ("2021-01-admin", "rundll32", "services"),
        ("2022-02", "rundll32", "scheduled_tasks"),
        ("2022-03", "regsvr32", "startup_items"),
        ("2022-04-admin", "regsvr32", "services"),
        ("2022-11", "regsvr32", "startup_items"),
        ("2023-03", "regsvr32", "startup_items"),
    ],
)
def test_each_infections_autostart_names_the_file_that_runs(
    tmp_path: Path, infection: str, host: str | None, origin: str
) -> None:
    owner = Owner(user="山田 太郎")
    facts = _collect(make_pc_root(tmp_path, infection=infection, owner=owner))
    payload = owner.fill(INFECTIONS[infection].files[-1].path)

    found = [row for row in facts.of(Launch) if row.target and row.target == payload]

    assert [(row.host, row.origin, row.is_pe) for row in found] == [(host, origin, True)]


def test_a_launch_says_everything_about_its_target(tmp_path: Path) -> None:
    facts = _collect(make_pc_root(tmp_path, infection="2022-03"))

    assert [row for row in facts.of(Launch) if row.host == "regsvr32" and row.username] == [
        Launch(
            origin="startup_items",
            name="wcgzvziqg.ljk",
            host="regsvr32",
            target=DLL,
            directory=DLL.rpartition("\\")[0],
            filename="wcgzvziqg.ljk",
            extension="ljk",
            command=rf'C:\Windows\system32\regsvr32.exe /s "{DLL}"',
            place="local_appdata",
            folder_depth=1,
            username="tanaka",
            is_pe=True,
            namesake=False,
            directory_namesake=False,
        )
    ]


def test_no_target_is_a_windows_program_that_only_carries_another(tmp_path: Path) -> None:
    for infection in INFECTIONS:
        root = tmp_path / infection
        facts = _collect(make_pc_root(root, infection=infection))
        names = {(row.filename or "").casefold() for row in facts.of(Launch)}

        assert not names & {"rundll32.exe", "regsvr32.exe", "svchost.exe", "cmd.exe"}


def test_trusted_documents_tell_enabled_content_from_enabled_editing(tmp_path: Path) -> None:
    facts = _collect(make_pc_root(tmp_path, infection="exposed"))

    assert {row.path: row.enabled_content for row in facts.of(OfficeTrust)} == {
        "%USERPROFILE%/Documents/見積書.xlsm": True,
        "file://///server/share/勤務表.xlsm": True,
        "%USERPROFILE%/Downloads/案内.docx": False,
        "%USERPROFILE%/Downloads/請求書 2022-03-07.xlsm": True,
    }


def test_a_healthy_pc_has_no_gap_but_large_files_and_what_no_disk_shows(tmp_path: Path) -> None:
    facts = _collect(make_pc_root(tmp_path, infection=None))

    installer = r"C:\Users\tanaka\AppData\Local\Temp\chrome_installer.exe"
    assert _gaps(facts) == [
        (What.FOLDER, Why.BEYOND_THIS_CHECK, "AppData, ProgramData, Program Files"),
        (What.FILE, Why.LIMIT, installer),
        (What.PROCESSES, Why.OFFLINE, ""),
        (What.MEMORY, Why.OFFLINE, ""),
        (What.SIGNATURE, Why.OFFLINE, ""),
        (What.VOLUME_SERIAL, Why.NOT_COLLECTED, ""),
        (What.OTHER_MALWARE, Why.BEYOND_THIS_CHECK, ""),
    ]


@pytest.mark.skipif(not hasattr(os, "O_NOATIME"), reason="the system cannot read without a trace")
def test_checking_changes_nothing_inside_not_even_a_time(tmp_path: Path) -> None:
    root = make_pc_root(tmp_path, infection="second-stage")
    for path in (root, *root.rglob("*")):
        os.utime(path, ns=(1_600_000_000_000_000_000, path.stat().st_mtime_ns))
    before = _state(root)

    _collect(root)

    assert _state(root) == before


def _state(root: Path) -> dict[str, tuple[int, ...]]:
    return {
        str(path): (stat.st_atime_ns, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_size)
        for path in (root, *root.rglob("*"))
        for stat in [path.lstat()]
    }


@pytest.mark.parametrize("name", ["SYSTEM", "SOFTWARE"])
@pytest.mark.parametrize(("data", "why"), [(None, Why.MISSING), (b"regf", Why.DAMAGED)])
def test_an_unreadable_hive_is_named_and_the_rest_is_still_read(
    tmp_path: Path, name: str, data: bytes | None, why: Why
) -> None:
    root = make_pc_root(tmp_path, infection="2022-03")
    (root / CONFIG / name).unlink()
    if data is not None:
        (root / CONFIG / name).write_bytes(data)

    facts = _collect(root)

    assert (What.HIVE, why, rf"C:\Windows\System32\config\{name}") in _gaps(facts)
    assert DLL in {row.target for row in facts.of(Launch)}


def test_a_user_whose_hive_is_damaged_is_named(tmp_path: Path) -> None:
    root = make_pc_root(tmp_path, infection="2022-03")
    (root / "Users/tanaka/NTUSER.DAT").write_bytes(b"\0" * 8192)

    facts = _collect(root)

    assert (What.HIVE, Why.DAMAGED, r"C:\Users\tanaka\NTUSER.DAT") in _gaps(facts)
    assert (What.USER, Why.UNREADABLE, "tanaka") in _gaps(facts)


def test_without_a_readable_name_the_folder_is_the_subject(tmp_path: Path) -> None:
    root = make_pc_root(tmp_path, infection=None)
    (root / CONFIG / "SYSTEM").unlink()

    assert _collect(root).subject == str(root)


def test_a_hive_not_written_back_and_its_log_are_noted(tmp_path: Path) -> None:
    root = make_pc_root(tmp_path, infection=None)
    hive = make_hive(make_tree([("Software", [])]), is_dirty=True)
    (root / "Users/tanaka/NTUSER.DAT").write_bytes(hive)
    log = hive[:512] + b"HvLE" + (512).to_bytes(4, "little") + bytes(4) + b"\x09\0\0\0"
    (root / "Users/tanaka/ntuser.dat.LOG1").write_bytes(log)

    gaps = _gaps(_collect(root))

    assert (What.HIVE, Why.OUTDATED, r"C:\Users\tanaka\NTUSER.DAT") in gaps
    assert (What.HIVE, Why.NOT_COLLECTED, r"C:\Users\tanaka\NTUSER.DAT.LOG1") in gaps


def test_the_control_set_is_the_one_that_windows_last_started_with(tmp_path: Path) -> None:
    root = make_pc_root(tmp_path, infection=None)
    entries = [
        ("Select", [dword("Current", 2)]),
        ("ControlSet001\\Services\\old", [text("ImagePath", "C:\\old.exe")]),
        ("ControlSet002\\Services\\new", [text("ImagePath", "C:\\new.exe")]),
    ]
    (root / CONFIG / "SYSTEM").write_bytes(make_hive(make_tree(entries)))

    services = [row.target for row in _collect(root).of(Launch) if row.origin == "services"]

    assert services == ["C:\\new.exe"]


def test_another_system_drive_gives_its_letter_to_all_paths(tmp_path: Path) -> None:
    root = make_pc_root(tmp_path, infection=None)
    version = "Microsoft\\Windows NT\\CurrentVersion"
    entries = [
        (version, [text("SystemRoot", "E:\\Windows")]),
        (f"{version}\\ProfileList\\{SID}", [text("ProfileImagePath", "E:\\Users\\tanaka")]),
    ]
    (root / CONFIG / "SOFTWARE").write_bytes(make_hive(make_tree(entries)))

    facts = _collect(root)

    assert [row.device_id for row in facts.of(LogicalDrives)] == ["E:"]
    assert [row.directory for row in facts.of(Users)] == ["E:\\Users\\tanaka"]


@pytest.mark.parametrize("serial", ["6C1F", "6C1FA31Z", "C:"])
def test_what_is_no_volume_serial_is_refused(tmp_path: Path, serial: str) -> None:
    with pytest.raises(ConfigurationError, match="8 hex digits"):
        _collect(make_pc_root(tmp_path, infection=None), volume_serial=serial)


def test_a_folder_without_windows_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ParseError, match="neither a Windows nor a Users folder"):
        _collect(tmp_path)


def test_the_name_that_emotet_hid_in_the_registry_is_kept(tmp_path: Path) -> None:
    root = make_pc_root(tmp_path, infection="2020-02")
    serial = int(VOLUME_SERIAL, 16).to_bytes(4, "little")

    kept = [row.data or "" for row in _collect(root).of(Registry) if row.name == "6c1fa312"]

    assert [
        bytes(byte ^ serial[i % 4] for i, byte in enumerate(bytes.fromhex(data))) for data in kept
    ] == [b"mstask.exe"]


def test_a_content_rule_that_matches_is_a_fact_of_its_file(tmp_path: Path) -> None:
    root = make_pc_root(tmp_path, infection="2022-02")

    facts = collect_root(
        root, now=NOW, scanner=lambda data: ["drill"] if b"Kakekomi" in data else []
    )
    matched = {getattr(row, "path", "") for row in facts.rows if row.TABLE == "yara_match"}

    assert r"C:\ProgramData\bhnasleil.bat" in matched
    assert r"C:\ProgramData\backup.bat" not in matched
