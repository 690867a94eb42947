"""Logs on a disk become rows; what could not be read is a gap by its path."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from kakekomi.drill.evtx import LogEvent, make_event_log
from kakekomi.drill.pc_root import make_pc_root
from kakekomi.facts.event_tables import WindowsEvents
from kakekomi.facts.gap import Gap, What, Why
from kakekomi.facts.row import Row
from kakekomi.host import event_logs
from kakekomi.host.disk import Disk
from kakekomi.host.event_record import Log
from kakekomi.host.pc import Command, Pc
from kakekomi.host.root import collect_root
from kakekomi.judge.engine import judge
from kakekomi.packs.load import load_embedded

FOLDER = "C:\\Windows\\System32\\winevt\\Logs"
AT = datetime(2022, 3, 7, 1, 2, 3, tzinfo=UTC)
DLL = "C:\\Users\\a\\AppData\\Local\\Wcgzvz\\zlgqu.dll"


def make_started(command: str, program: str) -> LogEvent:
    data = {"NewProcessName": program, "CommandLine": command}
    return LogEvent(
        event_id=4688,
        provider="Microsoft-Windows-Security-Auditing",
        channel="Security",
        at=AT,
        data=data,
    )


def collect(root: Path, logs: dict[Log, bytes]) -> list[Row | Command]:
    folder = root / "Windows" / "System32" / "winevt" / "Logs"
    folder.mkdir(parents=True, exist_ok=True)
    for log, data in logs.items():
        (folder / log).write_bytes(data)
    return list(event_logs.collect(Pc(disk=Disk(root))))


def healthy(**other: bytes) -> dict[Log, bytes]:
    empty = make_event_log([])
    expected = dict.fromkeys((Log.SECURITY, Log.SYSTEM, Log.DEFENDER), empty)
    return expected | {Log[name]: data for name, data in other.items()}


def test_a_dll_that_a_host_ran_is_a_row_that_names_the_dll(tmp_path: Path) -> None:
    host = "C:\\Windows\\System32\\regsvr32.exe"
    command = f'{host} "{DLL}"'
    [row] = collect(tmp_path, healthy(SECURITY=make_event_log([make_started(command, host)])))

    assert row == WindowsEvents(
        datetime="2022-03-07T01:02:03.000000Z",
        source="Security",
        provider_name="Microsoft-Windows-Security-Auditing",
        computer_name="PC-01",
        eventid=4688,
        data=row.data if isinstance(row, WindowsEvents) else None,
        name=host,
        command=command,
        host="regsvr32",
        target=DLL,
        directory="C:\\Users\\a\\AppData\\Local\\Wcgzvz",
        extension="dll",
        place="local_appdata",
        folder_depth=1,
    )


def test_windows_own_programs_are_no_rows(tmp_path: Path) -> None:
    event = make_started("notepad.exe", "C:\\Windows\\System32\\notepad.exe")

    assert collect(tmp_path, healthy(SECURITY=make_event_log([event]))) == []


def test_a_threat_and_a_service_are_rows(tmp_path: Path) -> None:
    threat = LogEvent(
        event_id=1117,
        provider="Microsoft-Windows-Windows Defender",
        channel="Microsoft-Windows-Windows Defender/Operational",
        at=AT,
        data={"Threat Name": "Trojan:Win32/Emotet!ml"},
    )
    service = LogEvent(
        event_id=7045,
        provider="Service Control Manager",
        channel="System",
        at=AT,
        data={"ServiceName": "x", "ImagePath": "C:\\ProgramData\\x.exe"},
    )
    logs = healthy(DEFENDER=make_event_log([threat]), SYSTEM=make_event_log([service]))
    rows = [row for row in collect(tmp_path, logs) if isinstance(row, WindowsEvents)]

    assert [(row.eventid, row.name, row.threat, row.target) for row in rows] == [
        (7045, "x", None, "C:\\ProgramData\\x.exe"),
        (1117, "Trojan:Win32/Emotet!ml", "Trojan:Win32/Emotet!ml", None),
    ]


def test_a_pc_without_logs_has_a_gap(tmp_path: Path) -> None:
    assert list(event_logs.collect(Pc(disk=Disk(tmp_path)))) == [
        Gap(what=What.EVENT_LOG, why=Why.MISSING, detail=FOLDER)
    ]


def test_a_log_that_every_windows_has_is_missed(tmp_path: Path) -> None:
    logs = healthy()
    del logs[Log.SECURITY]

    assert collect(tmp_path, logs) == [
        Gap(what=What.EVENT_LOG, why=Why.MISSING, detail=f"{FOLDER}\\Security.evtx")
    ]


@pytest.mark.parametrize("data", [b"", b"ElfFile\0", b"x" * 9000])
def test_a_damaged_log_is_a_gap(data: bytes, tmp_path: Path) -> None:
    assert collect(tmp_path, healthy(SYSTEM=data)) == [
        Gap(what=What.EVENT_LOG, why=Why.DAMAGED, detail=f"{FOLDER}\\System.evtx")
    ]


def test_a_log_over_the_cap_is_read_up_to_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(event_logs, "MAX_LOG_BYTES", 4096 + 65_536)
    found = collect(tmp_path, healthy(SYSTEM=make_event_log([]) + bytes(65_536)))

    assert Gap(what=What.EVENT_LOG, why=Why.LIMIT, detail=f"{FOLDER}\\System.evtx") in found


def test_rows_over_the_cap_are_a_gap(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(event_logs, "MAX_KEPT", 1)
    event = make_started(f"regsvr32.exe {DLL}", "C:\\Windows\\System32\\regsvr32.exe")
    found = collect(tmp_path, healthy(SECURITY=make_event_log([event, event])))

    assert found[1:] == [Gap(what=What.EVENT_LOG, why=Why.LIMIT, detail=f"{FOLDER}\\Security.evtx")]


@pytest.mark.parametrize(("has_run", "verdict"), [(True, "suspicious"), (False, "nothing_found")])
def test_a_dll_that_ran_and_is_gone_is_still_seen(
    has_run: bool,  # noqa: FBT001  a case of the table
    verdict: str,
    tmp_path: Path,
) -> None:
    make_pc_root(tmp_path, infection=None, is_used=False)
    host = "C:\\Windows\\System32\\regsvr32.exe"
    if has_run:
        log = make_event_log([make_started(f'{host} /s "{DLL}"', host)])
        (tmp_path / "Windows/System32/winevt/Logs/Security.evtx").write_bytes(log)
    [judgement] = judge([collect_root(tmp_path, now=AT)], load_embedded())

    assert judgement.verdict == verdict
    assert [one.rule for one in judgement.findings] == ["host/event-dll-was-started"] * has_run
