from collections import Counter
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import NoReturn

import pytest

from host.machines import make_machine
from kakekomi import __version__
from kakekomi.drill.infection import INFECTIONS
from kakekomi.drill.pc_root import SID, VOLUME_SERIAL, make_pc_root
from kakekomi.facts import snapshot
from kakekomi.facts.errors import NotPermittedError, UnavailableError, UnsupportedError
from kakekomi.facts.gap import Gap, What, Why
from kakekomi.facts.mail_tables import YaraMatch
from kakekomi.facts.pc_tables import (
    Collection,
    Launch,
    OsVersion,
    Processes,
    Services,
    SystemInfo,
    Users,
)
from kakekomi.facts.row import Row
from kakekomi.facts.subject import Kind, SubjectFacts
from kakekomi.host.live import collect_live, collect_machine
from kakekomi.host.machine import Machine, Region, Seen
from kakekomi.host.root import collect_root
from kakekomi.judge.engine import judge
from kakekomi.packs.load import load_embedded

NOW = datetime(2022, 3, 14, tzinfo=UTC)
DLL = r"C:\Users\tanaka\AppData\Local\Phxnzljad\wcgzvziqg.ljk"
REGSVR32 = r"C:\Windows\System32\regsvr32.exe"
ONLY_LIVE = {"collection", "gap", "users"}


@pytest.mark.parametrize("platform", ["darwin", "linux"])
def test_elsewhere_than_on_windows_the_check_does_not_apply(platform: str) -> None:
    assert collect_live(hostname="mac-1", platform=platform, now=NOW) == SubjectFacts(
        subject="mac-1",
        kind=Kind.PC,
        rows=(
            SystemInfo(hostname="mac-1"),
            OsVersion(platform=platform),
            Collection(source="live", collected_at=NOW),
            Gap(what=What.PC, why=Why.NOT_APPLICABLE, detail=platform),
        ),
    )


def _collect(machine: Machine) -> SubjectFacts:
    return collect_machine(machine, hostname="x", now=NOW)


@pytest.mark.parametrize("infection", [None, *INFECTIONS])
def test_a_running_pc_gives_the_facts_of_its_disk(tmp_path: Path, infection: str | None) -> None:
    root = make_pc_root(tmp_path, infection=infection)

    offline = collect_root(root, volume_serial=VOLUME_SERIAL, now=NOW)
    live = _collect(make_machine(root))

    assert live.subject == offline.subject
    kept = [
        Counter(row for row in facts.rows if row.TABLE not in ONLY_LIVE)
        for facts in (live, offline)
    ]
    assert kept[0] == kept[1]


@pytest.mark.parametrize("infection", [None, *INFECTIONS])
def test_a_snapshot_is_judged_as_the_running_pc_was(tmp_path: Path, infection: str | None) -> None:
    facts = _collect(make_machine(make_pc_root(tmp_path, infection=infection)))
    pack = load_embedded()

    read = snapshot.read(snapshot.write([facts]))

    assert judge(read, pack) == judge([facts], pack)


def test_a_running_program_is_a_row_and_what_it_carries_a_launch(tmp_path: Path) -> None:
    root = make_pc_root(tmp_path, infection="2022-03")
    seen = Seen(
        pid=812,
        parent=4,
        name="regsvr32.exe",
        path=REGSVR32,
        command_line=f'{REGSVR32} /s "{DLL}"',
        started_s=1_646_600_000,
    )

    facts = _collect(make_machine(root, processes=[seen]))

    assert facts.of(Processes) == (
        Processes(
            pid=812,
            parent=4,
            name="regsvr32.exe",
            path=REGSVR32,
            cmdline=f'{REGSVR32} /s "{DLL}"',
            on_disk=True,
            start_time=1_646_600_000,
        ),
    )
    assert [
        (row.host, row.target, row.pid, row.is_pe)
        for row in facts.of(Launch)
        if row.origin == "processes"
    ] == [("regsvr32", DLL, 812, True)]


def test_the_state_of_a_service_is_known(tmp_path: Path) -> None:
    machine = make_machine(make_pc_root(tmp_path, infection=None), states={"spooler": "RUNNING"})

    states = {row.name: row.status for row in _collect(machine).of(Services)}

    assert states["Spooler"] == "RUNNING"
    assert states["wuauserv"] is None


def test_it_is_said_whom_the_check_ran_as_and_whose_settings_were_seen(tmp_path: Path) -> None:
    facts = _collect(make_machine(make_pc_root(tmp_path, infection=None), is_admin=False))

    assert facts.of(Collection) == (
        Collection(
            source="live",
            collected_at=NOW,
            as_user="tanaka",
            is_admin=False,
            program_version=__version__,
        ),
    )
    assert Users(
        username="tanaka",
        uuid=SID,
        directory="C:\\Users\\tanaka",
        hive_read=True,
        checked_as=True,
    ) in facts.of(Users)
    assert Gap(what=What.PC, why=Why.NOT_PERMITTED, detail="tanaka") in facts.of(Gap)


def test_the_hive_of_somebody_who_is_logged_off_is_read_from_its_file(tmp_path: Path) -> None:
    machine = make_machine(make_pc_root(tmp_path, infection="2022-03"), is_loaded=False)

    assert DLL in {row.target for row in _collect(machine).of(Launch)}


@pytest.mark.parametrize(("is_loaded", "signed_out"), [(True, []), (False, ["tanaka"])])
def test_who_is_signed_out_is_named_since_their_programs_do_not_run(
    tmp_path: Path, *, is_loaded: bool, signed_out: list[str]
) -> None:
    facts = _collect(make_machine(make_pc_root(tmp_path), is_loaded=is_loaded))

    gaps = [gap for gap in facts.of(Gap) if gap.what is What.USER]
    assert gaps == [Gap(what=What.USER, why=Why.OFFLINE, detail=name) for name in signed_out]


def test_a_hive_that_cannot_be_read_is_a_gap_that_names_the_user(tmp_path: Path) -> None:
    machine = make_machine(make_pc_root(tmp_path, infection=None), is_loaded=False)
    (tmp_path / "Users/tanaka/NTUSER.DAT").write_bytes(b"regf")

    gaps = _collect(machine).of(Gap)

    assert Gap(what=What.USER, why=Why.UNREADABLE, detail="tanaka") in gaps


@pytest.mark.parametrize(
    ("error", "why"),
    [
        (NotPermittedError("x"), Why.NOT_PERMITTED),
        (UnavailableError("x"), Why.UNREADABLE),
        (UnsupportedError("x"), Why.UNSUPPORTED),
    ],
)
def test_whatever_windows_refuses_is_a_gap_and_the_rest_is_seen(
    tmp_path: Path, error: Exception, why: Why
) -> None:
    def refuse(*_arguments: object) -> NoReturn:
        raise error

    machine = replace(
        make_machine(make_pc_root(tmp_path, infection="2022-03")),
        processes=refuse,
        drives=refuse,
        service_states=refuse,
        query=refuse,
    )

    facts = _collect(machine)

    refused = {gap.what for gap in facts.of(Gap) if gap.why is why}
    assert refused == {
        What.PROCESSES,
        What.VOLUME_SERIAL,
        What.SERVICE,
        What.EVENT_CONSUMER,
        What.SECURITY_PRODUCT,
    }
    assert DLL in {row.target for row in facts.of(Launch)}


def test_a_drive_without_a_serial_is_a_gap(tmp_path: Path) -> None:
    machine = make_machine(make_pc_root(tmp_path, infection=None), serial=None)

    gaps = _collect(machine).of(Gap)

    assert Gap(what=What.VOLUME_SERIAL, why=Why.MISSING, detail="C:") in gaps


def test_a_program_that_sees_other_system_folders_says_so(tmp_path: Path) -> None:
    machine = replace(
        make_machine(make_pc_root(tmp_path, infection=None)), sees_system_folders=False
    )

    gaps = _collect(machine).of(Gap)

    assert Gap(what=What.FOLDER, why=Why.UNSUPPORTED, detail="C:\\Windows\\System32") in gaps


def test_who_waits_is_told_what_is_looked_at(tmp_path: Path) -> None:
    told: list[tuple[str, str]] = []
    collect_machine(
        make_machine(make_pc_root(tmp_path, infection=None)),
        hostname="x",
        now=NOW,
        progress=lambda topic, user: told.append((topic, user)),
    )

    assert told[0] == ("programs", "")
    assert ("user", "tanaka") in told
    assert told[-1] == ("files", "")


def _found_in_memory(machine: Machine, *, is_memory_asked: bool) -> list[Row]:
    facts = collect_machine(
        machine, hostname="x", now=NOW, scanner=_marker, is_memory_asked=is_memory_asked
    )
    return [
        row
        for row in facts.rows
        if isinstance(row, YaraMatch) or (isinstance(row, Gap) and row.what is What.MEMORY)
    ]


def _marker(data: bytes) -> tuple[str, ...]:
    return ("marker",) if data == b"marker" else ()


class _Marked:
    def regions(self) -> Iterator[Region]:
        yield Region(start=0, size=6, state=0x1000, kind=0x2_0000, protection=0x20)

    def read(self, start: int, size: int) -> bytes:
        return b"-marker"[1 + start : 1 + start + size]


def test_memory_is_looked_at_only_when_asked(tmp_path: Path) -> None:
    seen = Seen(
        pid=-7, parent=1, name="regsvr32.exe", path=REGSVR32, command_line="", started_s=None
    )
    blind = make_machine(make_pc_root(tmp_path), processes=[seen])
    machine = replace(blind, memory=lambda _pid: nullcontext(_Marked()))
    not_collected = [Gap(what=What.MEMORY, why=Why.NOT_COLLECTED)]

    assert _found_in_memory(machine, is_memory_asked=False) == not_collected
    assert _found_in_memory(blind, is_memory_asked=True) == not_collected
    assert _found_in_memory(machine, is_memory_asked=True) == [
        YaraMatch(rule="marker", path=f"{REGSVR32} (PID -7)"),
        Gap(what=What.MEMORY, why=Why.BEYOND_THIS_CHECK),
    ]
