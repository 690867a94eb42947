import shutil
import signal
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from kakekomi.respond.action import Plan
from respond.pcs import copy_root, make_root, plan_of, tree
from respond.runs import Killed, contents, kill_at, run_apply, run_undo, statuses


@pytest.mark.parametrize("infection", ["2022-03", "2022-02", "2022-04-admin"])
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


@pytest.mark.parametrize("infection", ["2022-03", "2022-02"])
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
