"""Apply a plan, undo it, verify it: each safe to interrupt anywhere and to call again.

``apply`` first finishes what an earlier run left: an undo that was cut is finished as an undo, a
plan as the plan that was confirmed (a new look would see half a PC and plan less). Then the steps
of the new plan follow. A step that fails leaves the PC as it was, is told, and does not stop the
others, but for one: without its evidence a file is not touched.

``undo`` goes through the steps backwards. Evidence stays, and no program is started again.

``verify`` looks at the PC, step by step; the journal only says where to look.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from kakekomi.facts.errors import KakekomiError
from kakekomi.respond.action import Action, ActionKind, Step
from kakekomi.respond.container import Exhibit
from kakekomi.respond.journal import Journal, Record, Status
from kakekomi.respond.state import EvidenceState, State
from kakekomi.respond.store import Store
from kakekomi.respond.system import GoneError, Part, System, expect, part_of

LASTING: Final = frozenset((ActionKind.SAVE_EVIDENCE, ActionKind.END_PROCESS))
"""What undo leaves: evidence stays, and a program that was ended is not started again."""


class OutcomeStatus(StrEnum):
    """What became of an action."""

    PLANNED = "planned"
    VERIFIED = "verified"
    UNDONE = "undone"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """An action and what became of it."""

    action: Action
    status: OutcomeStatus
    reason: str = ""
    """Why it failed."""
    item: str = ""
    """For evidence: its container in the store."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A PC with its journal and store."""

    system: System
    journal: Journal
    store: Store


def apply(session: Session, steps: Iterable[Step] = ()) -> tuple[Outcome, ...]:
    """Finish what is open, then do these steps; the outcome of all that is not undone."""
    finish_undo(session)
    _carry_out_all(session)
    wanted = [step for step in steps if not _is_done_already(session, step)]
    if wanted:
        session.journal.plan(wanted)
        _carry_out_all(session)
    return verify(session)


def _carry_out_all(session: Session) -> None:
    for record in session.journal.records():
        if record.status in {Status.PLANNED, Status.BEGUN}:
            _carry_out(session, record)
    for record in session.journal.records():
        is_process = record.step.action.action is ActionKind.END_PROCESS
        if is_process and record.status is Status.BEGUN:
            # What started it again may be switched off by now.
            _carry_out(session, record)


def is_open(session: Session) -> bool:
    """Whether an earlier run left something to finish."""
    return any(record.is_open for record in session.journal.records())


def finish_undo(session: Session) -> None:
    """Finish an undo that was cut."""
    for record in reversed(session.journal.records()):
        if record.status is Status.UNDOING:
            _undo(session, record)


def undo(
    session: Session, *, kinds: frozenset[ActionKind] = frozenset(ActionKind)
) -> tuple[Outcome, ...]:
    """Undo everything, or all of some kinds, the last first."""
    records = [one for one in session.journal.records() if one.step.action.action in kinds]
    for record in reversed(records):
        match record.status:
            case Status.PLANNED:
                session.journal.undone(record.number)
            case Status.BEGUN if record.step.action.action is ActionKind.END_PROCESS:
                session.journal.undone(record.number)
            case Status.BEGUN | Status.APPLIED | Status.UNDOING:
                if record.step.action.action not in LASTING:
                    _undo(session, record)
            case Status.UNDONE:
                continue
    return tuple(
        _undo_outcome(session, record)
        for record in session.journal.records()
        if record.step.action.action in kinds - LASTING
    )


def verify(session: Session) -> tuple[Outcome, ...]:
    """Look at the PC for everything that was planned and not undone."""
    records = [record for record in session.journal.records() if record.status is not Status.UNDONE]
    return tuple(_look(session, record) for record in _latest(records))


def _latest(records: Iterable[Record]) -> Iterator[Record]:
    """Of steps with one action and target, the last: a failed one may have been planned again."""
    found = {(one.step.action.action, one.step.action.target): one for one in records}
    yield from found.values()


def _carry_out(session: Session, record: Record) -> None:
    action = record.step.action
    try:
        if action.action is ActionKind.SAVE_EVIDENCE:
            _save_evidence(session, record)
            return
        _refuse_without_evidence(session, action)
        part = part_of(session.system, action.action)
        state = record.state
        if state is None:
            state = part.capture(action.target)
            session.journal.begin(record.number, state)
        part.change(state)
        if not part.is_changed(state):
            raise _NotSeenError(f"{action.target}: done, but not seen on the PC")
        session.journal.done(record.number)
    except GoneError:
        session.journal.undone(record.number)
    except (KakekomiError, OSError) as error:
        session.journal.fail(record.number, _reason(error))


class _NotSeenError(KakekomiError):
    """Something was done, and a look at the PC does not show it."""


def _save_evidence(session: Session, record: Record) -> None:
    """Nothing on the PC changes, so a run that was cut simply keeps it once more."""
    step, files = record.step, session.system.files
    sha256 = files.digest(step.action.target)
    name = _safe(step.action.target.rpartition("\\")[2])
    state = session.store.add_evidence(name, _exhibits(session, step), sha256=sha256)
    if not session.store.has_evidence(state):
        raise _NotSeenError(f"{state.item}: kept, but can't be read back")
    session.journal.begin(record.number, state)
    session.journal.done(record.number)


def _exhibits(session: Session, step: Step) -> Iterator[Exhibit]:
    yield from session.system.files.exhibits(step.action.target)
    for related in step.related:
        yield from part_of(session.system, related.kind).exhibits(related.target)
    yield Exhibit(name="facts.jsonl", chunks=[f"{row}\n".encode() for row in step.rows])


def _refuse_without_evidence(session: Session, action: Action) -> None:
    """Evidence before cure: what is missing after a change can't be had any more."""
    if action.action is not ActionKind.QUARANTINE_FILE:
        return
    kept = [
        record
        for record in session.journal.records()
        if record.step.action.action is ActionKind.SAVE_EVIDENCE
        and record.step.action.target == action.target
        and record.status is not Status.UNDONE
    ]
    if kept and not any(record.status is Status.APPLIED for record in kept):
        raise _NotSeenError(f"{action.target}: left alone, since its evidence could not be kept")


def _undo(session: Session, record: Record) -> None:
    part, state = part_of(session.system, record.step.action.action), record.state
    if state is None:
        session.journal.undone(record.number)
        return
    try:
        if record.status is not Status.UNDOING:
            state = part.before_restore(state)
            session.journal.begin_undo(record.number, state)
        part.restore(state)
        if part.is_changed(state):
            raise _NotSeenError(f"{record.step.action.target}: undone, but not seen on the PC")
        session.journal.undone(record.number)
    except (KakekomiError, OSError) as error:
        session.journal.fail(record.number, _reason(error))


def _undo_outcome(session: Session, record: Record) -> Outcome:
    action, reason = record.step.action, record.reason or ""
    status = OutcomeStatus.UNDONE if record.status is Status.UNDONE else OutcomeStatus.FAILED
    if record.state is not None and status is OutcomeStatus.UNDONE:
        part = part_of(session.system, action.action)
        is_there = not _is_changed(part, record.state)
        status = OutcomeStatus.UNDONE if is_there else OutcomeStatus.FAILED
    return Outcome(action=action, status=status, reason=reason)


def _look(session: Session, record: Record) -> Outcome:
    action, state = record.step.action, record.state
    if isinstance(state, EvidenceState):
        is_there = session.store.has_evidence(state)
        status = OutcomeStatus.VERIFIED if is_there else OutcomeStatus.FAILED
        return Outcome(action=action, status=status, reason=record.reason or "", item=state.item)
    if record.reason is not None:
        return Outcome(action=action, status=OutcomeStatus.FAILED, reason=record.reason)
    if state is None:
        return Outcome(action=action, status=OutcomeStatus.PLANNED)
    is_changed = _is_changed(part_of(session.system, action.action), state)
    status = OutcomeStatus.VERIFIED if is_changed else OutcomeStatus.FAILED
    return Outcome(action=action, status=status)


def _is_changed(part: Part, state: State) -> bool:
    try:
        return part.is_changed(state)
    except (KakekomiError, OSError):
        return False


def _is_done_already(session: Session, step: Step) -> bool:
    """Whether it is open anyway, the network is cut, or evidence of the same file was kept."""
    same = [
        record
        for record in session.journal.records()
        if (record.step.action.action, record.step.action.target)
        == (step.action.action, step.action.target)
    ]
    if any(record.status in {Status.PLANNED, Status.BEGUN} for record in same):
        return True
    if step.action.action is ActionKind.ISOLATE_NETWORK:
        return any(
            record.status is Status.APPLIED
            and record.state is not None
            and _is_changed(session.system.network, record.state)
            for record in same
        )
    if step.action.action is not ActionKind.SAVE_EVIDENCE:
        return False
    sha256 = session.system.files.digest(step.action.target)
    return any(
        isinstance(record.state, EvidenceState)
        and sha256 in {None, record.state.sha256}
        and record.status is Status.APPLIED
        and session.store.has_evidence(expect(record.state, EvidenceState))
        for record in same
    )


def _reason(error: KakekomiError | OSError) -> str:
    if isinstance(error, OSError):
        return f"{error.filename or ''}: {error.strerror or error}".removeprefix(": ")
    return str(error)


def _safe(name: str) -> str:
    """A name for our own file: what is hostile in it must not lead anywhere."""
    kept = "".join(
        char if char.isascii() and (char.isalnum() or char in "._-") else "_" for char in name
    )
    return kept.strip(".")[:64] or "evidence"
