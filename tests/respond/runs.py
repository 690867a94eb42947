"""Apply and undo in one go, cut at any point if need be."""

from collections.abc import Sequence
from pathlib import Path

from kakekomi.respond.action import Step
from kakekomi.respond.carry_out import Outcome, apply, undo
from kakekomi.respond.durable import Checkpoint, nothing
from respond.pcs import Tree, open_session


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


def contents(found: Tree) -> dict[str, str]:
    return {name: one[2] for name, one in found.items()}
