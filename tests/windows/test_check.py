"""The check of a running PC finds what was planted, whole and for real."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kakekomi.drill.benign import office_pc
from kakekomi.drill.infection import INFECTIONS, LOCAL
from kakekomi.drill.pc_plan import USED_AT, PcPlan, PlannedFile, Run, UserValue, seven_days_before
from kakekomi.drill.pe import make_pe
from kakekomi.facts.pc_tables import Processes
from kakekomi.facts.subject import SubjectFacts
from kakekomi.host.live import collect_live
from kakekomi.host.windows.api import library
from kakekomi.judge.engine import judge
from kakekomi.judge.verdict import Judgement, Verdict
from kakekomi.packs.content import content_scanner
from kakekomi.packs.load import load_embedded
from windows.planting import Planted, planted

PACK = load_embedded()
SCANNER = content_scanner(PACK)
SYSTEM32 = "C:\\Windows\\System32"
ODD_DLL = f"{LOCAL}\\Ckninfwzsiyqxydc\\ialkquzoobkioba.czi"
HOSTS = ("rundll32.exe", "regsvr32.exe")
_SYNCHRONIZE = 0x0010_0000


@pytest.fixture
def place() -> Iterator[Planted]:
    with planted() as one:
        yield one


def checked() -> tuple[SubjectFacts, Judgement]:
    facts = collect_live(hostname="x", platform="windows", now=datetime.now(UTC), scanner=SCANNER)
    (judgement,) = judge([facts], PACK)
    return facts, judgement


def wait_until_it_runs() -> None:
    """The stub DLL makes an event of this name before it sleeps."""
    kernel = library("kernel32")
    for _ in range(200):
        if event := kernel.OpenEventW(_SYNCHRONIZE, 0, "kakekomi-stub-runs"):
            kernel.CloseHandle(event)
            return
        time.sleep(0.05)
    pytest.fail("the stub DLL was not loaded")


def named(judgement: Judgement) -> set[str]:
    return {
        str(item.value).casefold()
        for finding in judgement.findings
        for item in finding.evidence
        if (item.table, item.column) in {("launch", "target"), ("file", "path")}
    }


def plant_namesakes(place: Planted) -> None:
    """Programs of Windows that Wine lacks and Emotet of 2020 took its names from."""
    for name in ("SyncHost.exe", "subst.exe", "d3d11on12.dll", "mscpxl32.dll"):
        place.file(PlannedFile(path=f"{SYSTEM32}\\{name}", data=make_pe()))


def test_a_pc_without_anything_planted_is_not_even_suspicious() -> None:
    assert checked()[1].verdict is Verdict.NOTHING_FOUND


def test_what_offices_install_is_not_even_suspicious(place: Planted) -> None:
    place.plan(office_pc())
    chat = place.copy("sleeper.exe", f"{LOCAL}\\Chat\\Chat.exe")
    place.start(str(chat), "--update")
    place.plan(PcPlan(runs=(Run(name="Chat", command=f'"{LOCAL}\\Chat\\Chat.exe" --startup'),)))

    assert checked()[1].verdict is Verdict.NOTHING_FOUND


@pytest.mark.parametrize("infection", list(INFECTIONS))
def test_every_period_that_is_planted_is_found(place: Planted, infection: str) -> None:
    plant_namesakes(place)
    place.plan(INFECTIONS[infection])

    judgement = checked()[1]

    expected = Verdict.SUSPICIOUS if infection == "exposed" else Verdict.DETECTED
    assert judgement.verdict is expected
    assert {name for name in named(judgement) if name.endswith(HOSTS)} == set()


@pytest.mark.parametrize(
    ("host", "path", "arguments"),
    [
        ("rundll32", ODD_DLL, "{path},Control_RunDLL"),
        ("regsvr32", f"{LOCAL}\\Phxnzljad\\wcgzvziqg.ljk", "/s|{path}"),
        ("regsvr32", f"{LOCAL}\\EEdafoGqJrPp\\pYvzqbuWqgBOj.dll", "{path}"),
        ("regsvr32", f"{SYSTEM32}\\Kfichjg\\cbun.zia", "{path}"),
        ("regsvr32", "C:\\Windows\\SysWOW64\\Aibevs\\jbcss.nfg", "/s|{path}"),
    ],
)
def test_a_dll_that_only_runs_is_found_and_named(
    place: Planted, host: str, path: str, arguments: str
) -> None:
    dll = place.copy("payload.dll", path)
    words = arguments.replace("{path}", str(dll)).split("|")
    pid = place.start(f"{SYSTEM32}\\{host}.exe", *words)
    wait_until_it_runs()

    facts, judgement = checked()

    assert judgement.verdict is Verdict.DETECTED
    assert str(dll).casefold() in named(judgement)
    assert {name for name in named(judgement) if name.endswith(HOSTS)} == set()
    assert [row.on_disk for row in facts.of(Processes) if row.pid == pid] == [True]


def test_a_dll_that_runs_and_was_moved_away_is_found(place: Planted) -> None:
    dll = place.copy("payload.dll", ODD_DLL)
    place.start(f"{SYSTEM32}\\regsvr32.exe", "/s", str(dll))
    wait_until_it_runs()
    place.move(dll, "{home}\\Documents\\away.bin")

    judgement = checked()[1]

    assert judgement.verdict is Verdict.DETECTED
    assert str(dll).casefold() in named(judgement)


def test_emochecks_first_method_a_running_name_from_the_serial(place: Planted) -> None:
    program = place.copy("sleeper.exe", f"{LOCAL}\\volumetaskmgr\\volumetaskmgr.exe")
    place.start(str(program))

    judgement = checked()[1]

    assert judgement.verdict is Verdict.DETECTED
    assert "host/name-from-volume-serial" in {finding.rule for finding in judgement.findings}


def test_emochecks_second_method_a_name_hidden_in_the_registry(place: Planted) -> None:
    program = place.copy("sleeper.exe", f"{LOCAL}\\mstask\\mstask.exe")
    place.start(str(program))
    place.plan(PcPlan(values=INFECTIONS["2020-02"].values))

    judgement = checked()[1]

    assert judgement.verdict is Verdict.DETECTED
    assert "host/registry-value-named-after-serial" in {one.rule for one in judgement.findings}


def test_emochecks_third_method_a_windows_name_that_starts_by_itself(place: Planted) -> None:
    plan = INFECTIONS["2020-10"]
    program = place.copy("sleeper.exe", f"{LOCAL}\\SyncHost\\subst.exe")
    plant_namesakes(place)
    place.start(str(program))
    place.plan(PcPlan(runs=plan.runs))

    assert checked()[1].verdict is Verdict.DETECTED


def test_emochecks_fourth_method_an_odd_extension_through_rundll32(place: Planted) -> None:
    dll = place.copy("payload.dll", f"{LOCAL}\\Aibevs\\jbcss.nfg")
    place.start(f"{SYSTEM32}\\rundll32.exe", f"{dll},Control_RunDLL")

    assert str(dll).casefold() in named(checked()[1])


def test_emochecks_fifth_method_a_file_seven_days_older_than_its_folder(place: Planted) -> None:
    path = f"{LOCAL}\\Vqkwyfejbj\\dkrtkhv.ktv"
    file = PlannedFile(
        path=path,
        data=make_pe(),
        modified_at=seven_days_before(USED_AT),
        folder_modified_at=USED_AT,
    )
    place.plan(PcPlan(files=(file,)))

    judgement = checked()[1]

    assert judgement.verdict is Verdict.DETECTED
    assert "host/seven-day-file-time" in {finding.rule for finding in judgement.findings}


def test_a_value_that_only_looks_like_a_serial_is_not_taken_for_one(place: Planted) -> None:
    key = "Software\\Microsoft\\Windows\\CurrentVersion\\Explorer"
    place.plan(PcPlan(values=(UserValue(key=key, name="12345678", data=b"\0\0"),)))

    assert checked()[1].verdict is not Verdict.DETECTED


def _kakekomi(*arguments: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(  # noqa: S603  our own program
        [sys.executable, "-m", "kakekomi", *arguments],
        capture_output=True,
        check=False,
        stdin=subprocess.DEVNULL,
        timeout=60,
    )


@pytest.mark.parametrize("infection", [None, "2022-03", "exposed"])
def test_the_command_saves_what_is_judged_alike_later(
    place: Planted, tmp_path: Path, infection: str | None
) -> None:
    if infection:
        place.plan(INFECTIONS[infection])
    saved = tmp_path / "pc.kksnap"

    live = _kakekomi("check", "pc", "--save", str(saved), "--format", "jsonl", "--lang", "ja")
    later = _kakekomi("judge", str(saved), "--format", "jsonl", "--lang", "ja")

    statuses = {None: 0, "2022-03": 20, "exposed": 10}
    assert live.returncode == later.returncode == statuses[infection]
    one, other = (json.loads(result.stdout) for result in (live, later))
    assert {**one, "checked_at": ""} == {**other, "checked_at": ""}
