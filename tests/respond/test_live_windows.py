"""All parts together, killed at every point, on a Windows in memory."""

import copy
import shutil
from pathlib import Path

import pytest

from kakekomi.respond.action import ActionKind
from kakekomi.respond.carry_out import apply, undo, verify
from kakekomi.respond.controls import ServiceLook
from kakekomi.respond.durable import Checkpoint, nothing
from respond.fake_windows import FakeWindows, again
from respond.judged import DLL
from respond.live_pc import DESK, HOST, SERVICE, STEPS, live_session, make_pc
from respond.runs import Killed, kill_at, statuses


def run_apply(pc: FakeWindows, data: Path, checkpoint: Checkpoint = nothing) -> list[object]:
    with live_session(pc, data, checkpoint) as session:
        return [*statuses(apply(session, STEPS))]


def run_undo(pc: FakeWindows, data: Path, checkpoint: Checkpoint = nothing) -> list[object]:
    with live_session(pc, data, checkpoint) as session:
        return [*statuses(undo(session))]


def assert_contained(pc: FakeWindows) -> None:
    assert (pc.disk, pc.programs, pc.block, pc.firewall_off) == ({}, [], (DESK,), ())
    assert pc.service_looks == {SERVICE: ServiceLook(start=4, is_running=False)}
    assert pc.task_xml == {"\\Other": "<Task/>"}
    assert [values for values in pc.keys.values() if values] == []


def test_apply_does_all_of_it_and_undo_gives_all_back_but_what_ran(tmp_path: Path) -> None:
    pc = make_pc()
    before = pc.seen()

    assert run_apply(pc, tmp_path) == [("verified", "")]
    assert_contained(pc)
    assert run_undo(pc, tmp_path) == [("undone", "")]
    assert pc.seen() == before
    assert pc.programs == []


def count_points(tmp_path: Path, pc: FakeWindows) -> int:
    passed: list[str] = []
    run_apply(copy.deepcopy(pc), tmp_path, passed.append)
    return len(passed)


@pytest.mark.parametrize("held", [None, "removal"])
def test_killed_at_any_point_apply_completes_and_undo_gives_back(
    tmp_path: Path, held: str | None
) -> None:
    start = make_pc()
    if held:
        start.held[DLL] = held
        start.programs.clear()
    points = count_points(tmp_path / "count", start)
    assert points > 30

    for point in range(1, points + 1):
        for is_finished in (True, False):
            pc, data = copy.deepcopy(start), tmp_path / f"{point}-{is_finished}"
            before = pc.seen()
            with pytest.raises(Killed):
                run_apply(pc, data, kill_at(point))
            if is_finished:
                assert run_apply(pc, data) == [("verified", "")], point
                assert DLL not in pc.disk
            run_undo(pc, data)
            assert pc.seen() == before, point
            shutil.rmtree(data)


def test_undo_killed_at_any_point_is_finished_by_undo(tmp_path: Path) -> None:
    pc = make_pc()
    before = pc.seen()
    run_apply(pc, tmp_path / "done")
    passed: list[str] = []
    shutil.copytree(tmp_path / "done", tmp_path / "count")
    run_undo(copy.deepcopy(pc), tmp_path / "count", passed.append)

    assert len(passed) > 12
    for point in range(1, len(passed) + 1):
        one, data = copy.deepcopy(pc), tmp_path / str(point)
        shutil.copytree(tmp_path / "done", data)
        with pytest.raises(Killed):
            run_undo(one, data, kill_at(point))
        run_undo(one, data)
        assert one.seen() == before, point


def test_a_restart_between_apply_and_undo_changes_nothing(tmp_path: Path) -> None:
    pc = make_pc()
    before = pc.seen()
    pc.held[DLL] = "removal"
    pc.programs.clear()
    run_apply(pc, tmp_path)

    pc.restart()

    with live_session(pc, tmp_path) as session:
        assert statuses(verify(session)) == [("verified", "")]
    run_undo(pc, tmp_path)
    assert pc.seen() == before


def test_a_file_that_cannot_even_be_renamed_is_not_called_done_before_the_restart(
    tmp_path: Path,
) -> None:
    pc = make_pc()
    pc.held[DLL] = "everything"
    pc.programs.clear()

    with live_session(pc, tmp_path) as session:
        outcomes = {one.action.action: one for one in apply(session, STEPS)}
    assert outcomes[ActionKind.QUARANTINE_FILE].status == "failed"
    assert "Restart the PC" in outcomes[ActionKind.QUARANTINE_FILE].reason

    pc.restart()
    assert run_apply(pc, tmp_path) == [("verified", "")]


def test_undo_before_the_restart_takes_the_removal_back(tmp_path: Path) -> None:
    pc = make_pc()
    before = pc.seen()
    pc.held[DLL] = "everything"
    pc.programs.clear()
    run_apply(pc, tmp_path)

    run_undo(pc, tmp_path)
    pc.restart()

    assert pc.seen() == before


def test_a_firewall_that_does_nothing_is_not_called_done(tmp_path: Path) -> None:
    pc = make_pc()
    pc.has_firewall = False

    with live_session(pc, tmp_path) as session:
        outcomes = {one.action.action: one.status for one in apply(session, STEPS)}

    assert outcomes[ActionKind.ISOLATE_NETWORK] == "failed"
    assert outcomes[ActionKind.QUARANTINE_FILE] == "verified"


def test_a_network_that_is_cut_is_not_cut_twice(tmp_path: Path) -> None:
    pc = make_pc()
    before = pc.seen()

    run_apply(pc, tmp_path)
    run_apply(pc, tmp_path)

    with live_session(pc, tmp_path) as session:
        kinds = [one.step.action.action for one in session.journal.records()]
    assert kinds.count(ActionKind.ISOLATE_NETWORK) == 1
    run_undo(pc, tmp_path)
    assert pc.seen() == before


def test_a_process_that_its_service_starts_again_is_ended_once_the_service_is_off(
    tmp_path: Path,
) -> None:
    pc = make_pc()

    def start_again() -> None:
        if pc.service_looks[SERVICE].start != 4:
            pc.programs.append(again(HOST, 5000 + len(pc.programs)))

    pc.on_pause = start_again

    assert run_apply(pc, tmp_path) == [("verified", "")]
    assert_contained(pc)
