"""The dead man's timer of a PC whose network was cut: what is right when nobody comes back.

A timer that simply lifts the cut would put an infected PC back online just when nobody looks, which
is what malware waits for. So time alone lifts nothing. When the time is over and nobody was there,
the PC is looked at anew, and the cut is lifted only if it is certain that it is not needed any
more: nothing is found, nothing is left to do, and everything that was done is still done. Else it
stays, and why is written down. Either way it stands in the journal's folder, never in silence.

Somebody was there if ``respond verify`` was run since: whoever can run that can run ``undo``.
"""

from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Final

from kakekomi.judge.verdict import Verdict
from kakekomi.respond import carry_out
from kakekomi.respond.action import ActionKind, Plan
from kakekomi.respond.carry_out import OutcomeStatus, Session

ATTENDED: Final = "attended"
"""Marks in the store that somebody was there."""
REPORT: Final = "dead-man.txt"
CUT: Final = frozenset((ActionKind.ISOLATE_NETWORK,))


class Decision(StrEnum):
    """What became of the cut, and why."""

    LIFTED = "lifted: nobody came, and a fresh look finds nothing left on this PC"
    NOT_CUT = "nothing to lift: the network is not cut"
    STILL_MARKED = "kept: a fresh look still finds marks of malware on this PC"
    NOT_DONE = "kept: not everything that was planned is done and verified"
    NOT_MENDED = "kept: Windows did not take the block away"


def lift_if_clean(session: Session, fresh: Plan) -> Decision:
    """``fresh`` is the plan of a look just now."""
    outcomes = carry_out.verify(session)
    cut = [one for one in outcomes if one.action.action in CUT]
    others = [one for one in outcomes if one.action.action not in CUT]
    if not any(one.status is OutcomeStatus.VERIFIED for one in cut):
        return Decision.NOT_CUT
    if fresh.verdict in {Verdict.DETECTED, Verdict.SUSPICIOUS} or fresh.changes:
        return Decision.STILL_MARKED
    if not all(one.status is OutcomeStatus.VERIFIED for one in others):
        return Decision.NOT_DONE
    undone = carry_out.undo(session, kinds=CUT)
    is_lifted = all(one.status is OutcomeStatus.UNDONE for one in undone)
    return Decision.LIFTED if is_lifted else Decision.NOT_MENDED


def is_attended(store: Path, since: datetime) -> bool:
    """Whether somebody was there after that moment."""
    try:
        return (store / ATTENDED).stat().st_mtime >= since.timestamp()
    except OSError:
        return False


def attend(store: Path) -> None:
    """Somebody is there."""
    if store.is_dir():
        (store / ATTENDED).touch()


def report(store: Path, decision: Decision, at: datetime) -> None:
    """Write it down, one line each time."""
    with (store / REPORT).open("a", encoding="utf-8") as out:
        out.write(f"{at:%Y-%m-%d %H:%M:%S} UTC {decision}\n")
