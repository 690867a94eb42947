import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import msgspec
import pytest

from kakekomi.drill.infection import INFECTIONS
from kakekomi.respond.action import ActionKind, Plan, Step
from kakekomi.respond.carry_out import Outcome, apply, is_open, undo, verify
from kakekomi.respond.durable import Checkpoint, nothing
from kakekomi.respond.hive_edit import HiveEditor, patched
from kakekomi.respond.journal import read_records
from respond.hives import content
from respond.pcs import Tree, changed, copy_root, make_root, open_session, plan_of, tree

NTUSER = "Users/tanaka/NTUSER.DAT"
CONFIG = "Windows/System32/config"
HIVES = {NTUSER, f"{CONFIG}/SYSTEM", f"{CONFIG}/SOFTWARE"}


@pytest.fixture(autouse=True)
def no_waiting_for_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that is killed loses nothing that it wrote; only a cut of power would."""
    monkeypatch.setattr(os, "fsync", lambda _handle: None)


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


def statuses(outcomes: Sequence[Outcome]) -> list[tuple[str, str]]:
    return sorted({(one.status, one.reason) for one in outcomes})


def run_apply(
    root: Path, data: Path, steps: Sequence[Step] = (), checkpoint: Checkpoint = nothing
) -> tuple[Outcome, ...]:
    with open_session(root, data, checkpoint) as session:
        return apply(session, steps)


def run_undo(root: Path, data: Path, checkpoint: Checkpoint = nothing) -> tuple[Outcome, ...]:
    with open_session(root, data, checkpoint) as session:
        return undo(session)


def local(target: str) -> str:
    return target.removeprefix("C:\\").replace("\\", "/")


@pytest.mark.parametrize("infection", [name for name in INFECTIONS if name != "2023-03"])
def test_apply_changes_only_the_targets_and_undo_leaves_everything_as_it_was(
    tmp_path: Path, infection: str
) -> None:
    root = make_root(tmp_path / "pc", infection)
    before, plan = tree(root), plan_of(root)

    applied = run_apply(root, tmp_path / "data", plan.steps)
    after = tree(root)
    undone = run_undo(root, tmp_path / "data")

    assert statuses(applied) == ([("verified", "")] if plan.steps else [])
    assert len(applied) == len(plan.steps)
    files = {
        local(one.target) for one in plan.changes if one.action is ActionKind.QUARANTINE_FILE
    } | {
        f"Windows/System32/Tasks{local(one.target)}"
        for one in plan.changes
        if one.action is ActionKind.REMOVE_TASK
    }
    difference = changed(before, after)
    assert {name for name, what in difference.items() if what == "gone"} == files
    assert {name for name, what in difference.items() if what == "changed"} <= HIVES
    assert "new" not in difference.values()
    assert folder_times(before) == folder_times(after)
    assert statuses(undone) == ([("undone", "")] if plan.changes else [])
    assert tree(root) == before


def folder_times(found: Tree) -> dict[str, int]:
    return {name: one[1] for name, one in found.items() if not one[2] and "Phx" not in name}


def test_a_padded_file_comes_back_without_taking_space(tmp_path: Path) -> None:
    root = make_root(tmp_path / "pc", "2023-03", is_used=False)
    file = root / "Users/tanaka/AppData/Local/HaMbPzVwRk/TgqXyNeLw.dll"
    before = tree(root)

    run_apply(root, tmp_path / "data", plan_of(root).steps)
    assert not file.exists()
    kept = sum(path.stat().st_size for path in (tmp_path / "data").rglob("*") if path.is_file())
    run_undo(root, tmp_path / "data")

    assert kept < 10 * 1024 * 1024
    assert file.stat().st_blocks * 512 < 10 * 1024 * 1024
    assert tree(root) == before


@pytest.mark.parametrize("infection", ["second-stage", "2022-02", "2022-04-admin"])
def test_killed_at_any_point_apply_completes_and_undo_undoes(
    tmp_path: Path, infection: str
) -> None:
    root = make_root(tmp_path / "pc", infection, is_used=False)
    before, plan = tree(root), plan_of(root)
    wanted = applied_tree(root, tmp_path / "wanted", plan)
    points = count_points(root, tmp_path / "count", plan)

    assert points > 20
    for point in range(1, points + 1):
        for again in (True, False):
            place = tmp_path / f"{point}-{again}"
            pc = copy_root(root, place / "pc")
            with pytest.raises(Killed):
                run_apply(pc, place / "data", plan.steps, kill_at(point))
            if again:
                outcomes = run_apply(pc, place / "data", plan.steps)
                assert statuses(outcomes) == [("verified", "")]
                assert contents(tree(pc)) == wanted
            run_undo(pc, place / "data")
            assert tree(pc) == before, point
            shutil.rmtree(place)


@pytest.mark.parametrize("infection", ["second-stage", "2022-02"])
def test_undo_killed_at_any_point_is_finished_by_undo_or_by_apply(
    tmp_path: Path, infection: str
) -> None:
    root = make_root(tmp_path / "pc", infection, is_used=False)
    before, plan = tree(root), plan_of(root)
    pc = copy_root(root, tmp_path / "done" / "pc")
    run_apply(pc, tmp_path / "done" / "data", plan.steps)
    applied = tree(pc)
    passed: list[str] = []
    run_undo(copied(tmp_path / "done", tmp_path / "count"), tmp_path / "count/data", passed.append)

    assert len(passed) > 10
    for point in range(1, len(passed) + 1):
        place = tmp_path / str(point)
        pc = copied(tmp_path / "done", place)
        with pytest.raises(Killed):
            run_undo(pc, place / "data", kill_at(point))
        assert statuses(run_undo(pc, place / "data")) == [("undone", "")]
        assert tree(pc) == before
        assert statuses(run_apply(pc, place / "data", plan.steps)) == [("verified", "")]
        assert contents(tree(pc)) == contents(applied)
        shutil.rmtree(place)


def copied(place: Path, to: Path) -> Path:
    shutil.copytree(place, to, symlinks=True)
    return to / "pc"


def contents(found: Tree) -> dict[str, str]:
    return {name: one[2] for name, one in found.items()}


def applied_tree(root: Path, place: Path, plan: Plan) -> dict[str, str]:
    pc = copy_root(root, place / "pc")
    run_apply(pc, place / "data", plan.steps)
    return contents(tree(pc))


def count_points(root: Path, place: Path, plan: Plan) -> int:
    passed: list[str] = []
    run_apply(copy_root(root, place / "pc"), place / "data", plan.steps, passed.append)
    return len(passed)


SCRIPT = """
import os, signal, sys
from pathlib import Path
import msgspec
from kakekomi.respond.action import Step
from respond.hives import content
from respond.pcs import open_session
from kakekomi.respond import carry_out

root, data, point = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
passed = 0

def checkpoint(name):
    global passed
    passed += 1
    if passed == point:
        os.kill(os.getpid(), signal.SIGKILL)

steps = msgspec.json.decode(Path(sys.argv[4]).read_bytes(), type=tuple[Step, ...])
with open_session(root, data, checkpoint) as session:
    carry_out.undo(session) if sys.argv[5] == "undo" else carry_out.apply(session, steps)
"""


def killed(pc: Path, data: Path, point: int, steps: Path, what: str) -> int:
    arguments = [str(pc), str(data), str(point), str(steps), what]
    done = subprocess.run(  # noqa: S603  our own script
        [sys.executable, "-c", SCRIPT, *arguments],
        cwd=Path(__file__).parents[1],
        check=False,
        timeout=60,
    )
    return done.returncode


@pytest.mark.parametrize("point", [9, 14, 22, 33])
def test_a_process_that_is_really_killed_leaves_a_pc_that_can_be_mended(
    tmp_path: Path, point: int
) -> None:
    root = make_root(tmp_path / "pc", "2022-03", is_used=False)
    before, plan = tree(root), plan_of(root)
    steps, data = tmp_path / "steps.json", tmp_path / "data"
    steps.write_bytes(msgspec.json.encode(plan.steps))

    assert killed(root, data, point, steps, "apply") == -signal.SIGKILL
    assert statuses(run_apply(root, data)) == [("verified", "")]
    assert killed(root, data, point % 8 + 2, steps, "undo") == -signal.SIGKILL
    assert statuses(run_undo(root, data)) == [("undone", "")]
    assert tree(root) == before


def test_a_second_apply_and_a_second_undo_change_nothing(tmp_path: Path) -> None:
    root = make_root(tmp_path / "pc", "2022-03", is_used=False)
    data, steps, before = tmp_path / "data", plan_of(root).steps, tree(root)
    first = run_apply(root, data, steps)
    applied, kept = tree(root), tree(data)

    second = run_apply(root, data, plan_of(root).steps)

    assert second == first
    assert (tree(root), contents(tree(data))) == (applied, contents(kept))
    run_undo(root, data)
    run_undo(root, data)
    assert tree(root) == before


def test_what_was_applied_leaves_nothing_to_plan(tmp_path: Path) -> None:
    for infection in ("2022-03", "2021-01-admin", "2022-02", "2020-02", "second-stage"):
        root = make_root(tmp_path / infection, infection)
        run_apply(root, tmp_path / f"{infection}-data", plan_of(root).steps)

        assert plan_of(root).changes == ()


def test_a_step_that_fails_stops_no_other_and_is_tried_again(tmp_path: Path) -> None:
    root = make_root(tmp_path / "pc", "2022-03", is_used=False)
    data, before, plan = tmp_path / "data", tree(root), plan_of(root)
    log = bytearray(528)
    log[512:516], log[524:528] = b"HvLE", (99).to_bytes(4, "little")
    (root / f"{NTUSER}.LOG1").write_bytes(log)

    failed = [one for one in run_apply(root, data, plan.steps) if one.status == "failed"]

    assert [(one.action.action, "log" in one.reason) for one in failed] == [
        ("remove_autorun", True)
    ]
    (root / f"{NTUSER}.LOG1").unlink()
    assert statuses(run_apply(root, data)) == [("verified", "")]
    run_undo(root, data)
    assert contents(tree(root)) == contents(before)


def test_a_file_is_left_alone_if_its_evidence_could_not_be_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = make_root(tmp_path / "pc", "file-only", is_used=False)
    before = tree(root)
    monkeypatch.setattr("kakekomi.respond.container.MAX_MEMBER_BYTES", 10)

    outcomes = run_apply(root, tmp_path / "data", plan_of(root).steps)

    assert [one.status for one in outcomes] == ["failed", "failed"]
    assert "evidence" in outcomes[1].reason
    assert tree(root) == before


def test_a_file_that_somebody_else_removed_needs_no_quarantine(tmp_path: Path) -> None:
    root = make_root(tmp_path / "pc", "file-only", is_used=False)
    plan = plan_of(root)
    (root / local(plan.changes[0].target)).unlink()

    outcomes = run_apply(root, tmp_path / "data", plan.steps)

    assert [(one.action.action, one.status) for one in outcomes] == [("save_evidence", "verified")]


def test_undo_never_overwrites_what_is_there_now(tmp_path: Path) -> None:
    root = make_root(tmp_path / "pc", "file-only", is_used=False)
    plan = plan_of(root)
    run_apply(root, tmp_path / "data", plan.steps)
    (root / local(plan.changes[0].target)).write_bytes(b"mine")

    outcomes = run_undo(root, tmp_path / "data")

    assert [one.status for one in outcomes] == ["failed"]
    assert "another file" in outcomes[0].reason
    assert (root / local(plan.changes[0].target)).read_bytes() == b"mine"


def test_verify_looks_at_the_pc_and_not_at_the_journal(tmp_path: Path) -> None:
    root = make_root(tmp_path / "pc", "2022-03", is_used=False)
    hive = (root / NTUSER).read_bytes()
    outcomes = run_apply(root, tmp_path / "data", plan_of(root).steps)
    (root / NTUSER).write_bytes(hive)
    container = next((tmp_path / "data/journal.files/quarantine").iterdir())
    container.write_bytes(container.read_bytes()[:-40])

    with open_session(root, tmp_path / "data") as session:
        looked = verify(session)

    assert {one.action.action for one in looked if one.status == "failed"} == {
        "remove_autorun",
        "quarantine_file",
    }
    assert len(looked) == len(outcomes)


def test_a_plan_that_was_cut_is_open_until_it_is_finished(tmp_path: Path) -> None:
    root = make_root(tmp_path / "pc", "2022-03", is_used=False)
    data, steps = tmp_path / "data", plan_of(root).steps
    with pytest.raises(Killed):
        run_apply(root, data, steps, kill_at(12))

    with open_session(root, data) as session:
        assert is_open(session)
        apply(session)
        assert not is_open(session)
    assert len(read_records(data / "journal.jsonl")) == len(steps)


def test_a_value_is_put_back_into_a_hive_that_went_on(tmp_path: Path) -> None:
    root = make_root(tmp_path / "pc", "2022-03", is_used=False)
    before = content((root / NTUSER).read_bytes())
    run_apply(root, tmp_path / "data", plan_of(root).steps)
    went_on = (root / NTUSER).read_bytes()
    editor = HiveEditor(went_on, where="")
    editor.add_value("Software\\Microsoft", "new", 1, b"n\0e\0w\0\0\0")
    (root / NTUSER).write_bytes(patched(went_on, editor.patches()))

    outcomes = run_undo(root, tmp_path / "data")

    after = content((root / NTUSER).read_bytes())
    assert statuses(outcomes) == [("undone", "")]
    assert after.pop("Software\\Microsoft") == (("new", 1, b"n\0e\0w\0\0\0"),)
    assert before.pop("Software\\Microsoft") == ()
    assert after == before
