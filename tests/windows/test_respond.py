"""A running infection is planned, contained and put back, for real; also when cut in between."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from kakekomi.drill.hive import make_hive, make_tree, text
from kakekomi.drill.infection import LOCAL
from kakekomi.drill.pc_plan import PcPlan, PlannedFile, Run
from kakekomi.facts.subject import SubjectFacts
from kakekomi.host.live import collect_live
from kakekomi.judge.engine import judge
from kakekomi.packs.load import load_embedded
from kakekomi.packs.model import Language
from kakekomi.respond.action import ActionKind, Plan, Step
from kakekomi.respond.carry_out import Outcome, Session, apply, undo
from kakekomi.respond.controls import FileLook, StoredValue
from kakekomi.respond.durable import Checkpoint, nothing
from kakekomi.respond.journal import Journal
from kakekomi.respond.live_windows import LiveWindows
from kakekomi.respond.plan import make_plan
from kakekomi.respond.state import FileTimes
from kakekomi.respond.store import Store
from kakekomi.respond.windows.files import WindowsFiles
from kakekomi.respond.windows.processes import WindowsProcesses
from kakekomi.respond.windows.registry import WindowsRegistry
from kakekomi.respond.windows.this_pc import this_pc
from kakekomi.respond.wording import Wording
from windows.planting import Planted, planted, winreg
from windows.test_check import wait_until_it_runs

PACK = load_embedded()
DLL = f"{LOCAL}\\Phxnzljad\\wcgzvziqg.ljk"
HOST = "C:\\Windows\\System32\\regsvr32.exe"
RUN = "Software\\Microsoft\\Windows\\CurrentVersion\\Run"
DONE = {
    ActionKind.SAVE_EVIDENCE,
    ActionKind.END_PROCESS,
    ActionKind.REMOVE_AUTORUN,
    ActionKind.QUARANTINE_FILE,
}


@pytest.fixture
def place() -> Iterator[Planted]:
    with planted() as one:
        yield one


def plant(place: Planted) -> str:
    """As in March 2022: a DLL that regsvr32 runs, and a Run value that starts it again."""
    dll = str(place.copy("payload.dll", DLL))
    place.plan(PcPlan(runs=(Run(name="wcgzvziqg.ljk", command=f'{HOST} /s "{dll}"'),)))
    return dll


def run(place: Planted, dll: str) -> int:
    pid = place.start(HOST, "/s", dll)
    wait_until_it_runs()
    return pid


def look() -> tuple[SubjectFacts, Plan]:
    facts = collect_live(hostname="x", platform="windows", now=datetime.now(UTC))
    (judgement,) = judge([facts], PACK)
    return facts, make_plan(facts, judgement, PACK, Wording(Language.EN))


@contextmanager
def session(folder: Path, checkpoint: Checkpoint = nothing) -> Iterator[Session]:
    store = Store(folder / "files", checkpoint=checkpoint)
    clock = lambda: datetime.now(UTC)  # noqa: E731
    with Journal(folder / "j.jsonl", clock=clock, checkpoint=checkpoint) as journal:
        journal.open_for("PC")
        system = LiveWindows(this_pc(), store, checkpoint=checkpoint)
        yield Session(system=system, journal=journal, store=store)


def seen(dll: str, sid: str) -> tuple[FileLook | None, FileTimes | None, StoredValue | None]:
    """But for the times of the last access, which every check of the PC sets."""
    value = WindowsRegistry().read(f"HKEY_USERS\\{sid}\\{RUN}", "wcgzvziqg.ljk")
    look, folder = WindowsFiles().look(dll), WindowsFiles().folder_times(dll)
    if look is not None:
        look = msgspec.structs.replace(look, times=unread(look.times))
    return look, unread(folder) if folder else None, value


def unread(times: FileTimes) -> FileTimes:
    return FileTimes(created=times.created, accessed=0, written=times.written)


def verified(outcomes: Sequence[Outcome]) -> set[ActionKind]:
    return {one.action.action for one in outcomes if one.status == "verified"}


def test_a_running_infection_is_contained_and_put_back(place: Planted, tmp_path: Path) -> None:
    dll = plant(place)
    before, pid = seen(dll, place.owner.sid), run(place, dll)

    _, plan = look()
    kinds = [step.action.action for step in plan.steps]
    assert kinds[0] is ActionKind.ISOLATE_NETWORK
    assert set(kinds[1:]) == DONE
    assert all("regsvr32" not in one.target for one in plan.changes if "file" in one.action)
    with session(tmp_path) as one:
        outcomes = apply(one, plan.steps)

    assert verified(outcomes) == DONE
    assert not Path(dll).exists()
    assert Path(HOST).exists()
    assert pid not in {process.pid for process in WindowsProcesses().running()}
    assert seen(dll, place.owner.sid)[::2] == (None, None)
    assert look()[1].changes == ()

    with session(tmp_path) as one:
        undone = undo(one)
    assert {(done.action.action, done.status) for done in undone} == {
        (ActionKind.ISOLATE_NETWORK, "undone"),
        (ActionKind.REMOVE_AUTORUN, "undone"),
        (ActionKind.QUARANTINE_FILE, "undone"),
    }
    assert seen(dll, place.owner.sid) == before


class Killed(BaseException):
    """Ends a run as a cut of power would: nothing catches it."""


def kill_at(point: int) -> Checkpoint:
    passed = 0

    def checkpoint(_name: str) -> None:
        nonlocal passed
        passed += 1
        if passed == point:
            raise Killed

    return checkpoint


def test_cut_at_any_point_undo_gives_file_and_value_back(place: Planted, tmp_path: Path) -> None:
    dll = plant(place)
    before, plan, passed = seen(dll, place.owner.sid), look()[1], list[str]()
    steps = [one for one in plan.steps if one.action.action is not ActionKind.ISOLATE_NETWORK]
    there_and_back(tmp_path / "count", steps, passed.append)
    assert seen(dll, place.owner.sid) == before
    assert len(passed) > 20

    for point in range(1, len(passed) + 1):
        folder = tmp_path / str(point)
        with pytest.raises(Killed):
            there_and_back(folder, steps, kill_at(point))
        with session(folder) as one:
            undo(one)
        assert seen(dll, place.owner.sid) == before, point


def there_and_back(folder: Path, steps: Sequence[Step], checkpoint: Checkpoint) -> None:
    with session(folder, checkpoint) as one:
        apply(one, steps)
        undo(one)


SCRIPT = """
import os, sys
from pathlib import Path
from windows.test_respond import look, session
from kakekomi.respond.carry_out import apply
passed = 0
def checkpoint(name):
    global passed
    passed += 1
    if passed == int(sys.argv[2]):
        os._exit(9)
steps = [one for one in look()[1].steps if one.action.action != "isolate_network"]
with session(Path(sys.argv[1]), checkpoint) as one:
    apply(one, steps)
"""


@pytest.mark.parametrize("point", [9, 14, 19])
def test_a_program_that_is_really_killed_leaves_a_pc_that_can_be_mended(
    place: Planted, tmp_path: Path, point: int
) -> None:
    dll = plant(place)
    before = seen(dll, place.owner.sid)
    done = subprocess.run(  # noqa: S603  our own script
        [sys.executable, "-c", SCRIPT, str(tmp_path), str(point)],
        cwd=Path(__file__).parents[1],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 9, done.stderr

    with session(tmp_path) as one:
        assert verified(apply(one)) >= {ActionKind.QUARANTINE_FILE, ActionKind.REMOVE_AUTORUN}
        undo(one)

    assert seen(dll, place.owner.sid) == before


def kakekomi(folder: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(  # noqa: S603  our own program
        [sys.executable, "-m", "kakekomi", "respond", *arguments, "--lang", "en"],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        timeout=120,
        env={**os.environ, "LOCALAPPDATA": str(folder)},
    )


def test_the_command_contains_verifies_and_undoes_on_this_pc(
    place: Planted, tmp_path: Path
) -> None:
    dll = plant(place)
    before = seen(dll, place.owner.sid)
    run(place, dll)

    asked = kakekomi(tmp_path, "apply")
    planned = kakekomi(tmp_path, "plan", "--format", "json")
    applied = kakekomi(tmp_path, "apply", "--yes", "--format", "json", "--desk", "192.0.2.10")
    journal = tmp_path / "Kakekomi" / "respond" / "this-pc.jsonl"
    waited = subprocess.run(  # noqa: S603  our own program
        [sys.executable, "-m", "kakekomi.cli.dead_man", str(journal), "0"],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        timeout=60,
    )
    undone = kakekomi(tmp_path, "undo", "--yes", "--format", "json")

    assert (asked.returncode, planned.returncode, undone.returncode) == (2, 0, 0), undone.stderr
    statuses = {one["action"]: one["status"] for one in json.loads(applied.stdout)["actions"]}
    done = dict.fromkeys((one.value for one in DONE), "verified")
    assert statuses == {**done, "isolate_network": "failed"}
    assert applied.returncode == 2
    assert (waited.returncode, journal.exists()) == (2, True)
    told = journal.with_name("this-pc.jsonl.files") / "dead-man.txt"
    assert "the network is not cut" in told.read_text("utf-8")
    assert seen(dll, place.owner.sid) == before


VICTIM = "S-1-5-21-9-9-9-1001"
VICTIMS_DLL = "C:\\Users\\victim\\AppData\\Local\\Phxnzljad\\wcgzvziqg.ljk"


def plant_victim(place: Planted) -> Path:
    """Another user, who is not signed in, with the infection of March 2022; the hive."""
    place.copy("payload.dll", VICTIMS_DLL)
    run_value = text("wcgzvziqg.ljk", f'{HOST} /s "{VICTIMS_DLL}"')
    hive = make_hive(make_tree([(RUN, [run_value])]), name="NTUSER.DAT")
    file = place.file(PlannedFile(path="C:\\Users\\victim\\NTUSER.DAT", data=hive))
    place.value(
        winreg.HKEY_LOCAL_MACHINE,
        f"SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion\\ProfileList\\{VICTIM}",
        "ProfileImagePath",
        kind=winreg.REG_EXPAND_SZ,
        data="%SystemDrive%\\Users\\victim",
    )
    return file


def test_a_victim_who_is_not_signed_in_is_cleaned_and_put_back(
    place: Planted, tmp_path: Path
) -> None:
    hive = plant_victim(place)
    before = hive.read_bytes()
    _, plan = look()
    target = f"HKEY_USERS\\{VICTIM}\\{RUN}\\wcgzvziqg.ljk"
    assert target.casefold() in {one.target.casefold() for one in plan.changes}

    with session(tmp_path) as one:
        outcomes = apply(one, plan.steps)
    assert verified(outcomes) == DONE - {ActionKind.END_PROCESS}
    assert hive.read_bytes() != before
    assert not Path(VICTIMS_DLL).exists()
    assert look()[1].changes == ()

    with session(tmp_path) as one:
        undo(one)
    assert hive.read_bytes() == before
    assert Path(VICTIMS_DLL).exists()
