import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kakekomi.judge.verdict import Verdict
from kakekomi.respond.action import Action, ActionKind, Plan, Step
from kakekomi.respond.carry_out import apply, verify
from kakekomi.respond.dead_man import Decision, attend, is_attended, lift_if_clean, report
from respond.fake_windows import FakeWindows
from respond.live_pc import DESK, STEPS, VALUE, live_session, make_pc
from respond.pcs import NOW, RUN_KEY


def fresh(verdict: Verdict, *steps: Step) -> Plan:
    return Plan(subject="KEIRI-PC", verdict=verdict, steps=steps)


CLEAN = fresh(Verdict.NOTHING_FOUND)


@pytest.fixture
def pc(tmp_path: Path) -> FakeWindows:
    one = make_pc()
    with live_session(one, tmp_path) as session:
        apply(session, STEPS)
    return one


def decide(pc: FakeWindows, folder: Path, plan: Plan = CLEAN) -> Decision:
    with live_session(pc, folder) as session:
        return lift_if_clean(session, plan)


def test_a_pc_on_which_nothing_is_left_is_let_back_and_nothing_else_is_undone(
    tmp_path: Path, pc: FakeWindows
) -> None:
    assert decide(pc, tmp_path) is Decision.LIFTED

    assert (pc.block, pc.firewall_off) == (None, ("PublicProfile",))
    assert (pc.disk, pc.programs) == ({}, [])
    with live_session(pc, tmp_path) as session:
        kinds = {one.action.action for one in verify(session)}
    assert kinds == set(ActionKind) - {ActionKind.ISOLATE_NETWORK}


@pytest.mark.parametrize("verdict", [Verdict.DETECTED, Verdict.SUSPICIOUS])
def test_a_pc_with_marks_stays_cut(tmp_path: Path, pc: FakeWindows, verdict: Verdict) -> None:
    assert decide(pc, tmp_path, fresh(verdict)) is Decision.STILL_MARKED
    assert pc.block == (DESK,)


def test_a_pc_on_which_something_is_left_to_do_stays_cut(tmp_path: Path, pc: FakeWindows) -> None:
    action = Action(action=ActionKind.REMOVE_TASK, target="\\a", why="w", undo="u")

    plan = fresh(Verdict.NOTHING_FOUND, Step(action=action))
    assert decide(pc, tmp_path, plan) is Decision.STILL_MARKED
    assert pc.block == (DESK,)


def test_a_pc_on_which_something_came_back_stays_cut(tmp_path: Path, pc: FakeWindows) -> None:
    pc.keys[RUN_KEY] = {VALUE.name: VALUE}

    assert decide(pc, tmp_path) is Decision.NOT_DONE
    assert pc.block == (DESK,)


def test_what_is_not_cut_is_not_lifted(tmp_path: Path, pc: FakeWindows) -> None:
    pc.block = None

    assert decide(pc, tmp_path) is Decision.NOT_CUT


def test_somebody_who_was_there_before_does_not_count(tmp_path: Path) -> None:
    attend(tmp_path / "none")
    assert not is_attended(tmp_path / "none", NOW)

    attend(tmp_path)
    os.utime(tmp_path / "attended", (1_000, 1_000))

    assert is_attended(tmp_path, datetime.fromtimestamp(1_000, UTC))
    assert not is_attended(tmp_path, datetime.fromtimestamp(1_001, UTC))


def test_what_was_decided_is_written_down_each_time(tmp_path: Path) -> None:
    report(tmp_path, Decision.STILL_MARKED, NOW)
    report(tmp_path, Decision.LIFTED, NOW)

    lines = (tmp_path / "dead-man.txt").read_text("utf-8").splitlines()
    assert lines == [
        f"2022-03-15 09:00:00 UTC {Decision.STILL_MARKED}",
        f"2022-03-15 09:00:00 UTC {Decision.LIFTED}",
    ]
