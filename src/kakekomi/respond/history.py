"""What a journal tells whoever keeps the record of many PCs: each action, how it ended, and when.

The journal comes from another machine, so it is input like any other. Only its own words are taken:
an action counts as verified when the journal says that it was made and seen on the PC.
"""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import Final

import msgspec

from kakekomi.facts.errors import ParseError
from kakekomi.respond.action import ActionKind
from kakekomi.respond.journal import (
    SCHEMA,
    Event,
    Opened,
    Planned,
    Record,
    Status,
    events_in,
    replay,
)
from kakekomi.respond.state import EvidenceState, FileState, LiveFileState, State

START: Final = b'{"event":"opened","schema":"' + SCHEMA.encode() + b'"'
"""How the first line of a journal begins; nothing else that is handed in begins so."""

MAX_HISTORY_BYTES: Final = 8 * 1024 * 1024
"""Of a journal that is handed in: a hundred times what a bad infection takes."""

MAX_ACTIONS: Final = 5_000
"""Of one journal: more is no PC's containment."""


YEARS: Final = range(1970, 2200)
"""Of entries: a PC's clock may be wrong by decades. Outside of it a time has no day everywhere."""


class Ended(StrEnum):
    """How an action stands, in the words of the ``action`` table."""

    PLANNED = "planned"
    APPLIED = "applied"
    VERIFIED = "verified"
    UNDONE = "undone"
    FAILED = "failed"


class PastAction(msgspec.Struct, frozen=True, kw_only=True):
    """One action of the journal."""

    kind: ActionKind
    target: str
    status: Ended
    at: datetime
    """Of the last entry about it."""
    sha256: str | None = None
    """Of the file that it was about, if the journal says so."""
    size_bytes: int | None = None


class History(msgspec.Struct, frozen=True, kw_only=True):
    """All of one journal."""

    subject: str
    """The PC's name, or where its disk lay."""
    actions: tuple[PastAction, ...]


def is_journal(data: bytes) -> bool:
    """Whether these bytes begin as a journal."""
    return data.startswith(START)


def read_history(data: bytes, *, where: str) -> History:
    """The actions of a journal in the order in which they were planned.

    Raises:
        ParseError: no journal, damaged, or over a cap.
    """
    if len(data) > MAX_HISTORY_BYTES:
        raise ParseError(f"a journal of more than {MAX_HISTORY_BYTES} bytes", where=where)
    events = tuple(events_in(data, where=where))
    first = next(iter(events), None)
    if not isinstance(first, Opened):
        raise ParseError("an empty journal", where=where)
    records = replay(events, where=where)
    if len(records) > MAX_ACTIONS:
        raise ParseError(f"more than {MAX_ACTIONS} actions", where=where)
    times = _times(events, where=where)
    return History(
        subject=first.subject, actions=tuple(_action(one, times[one.number]) for one in records)
    )


def _times(events: Iterable[Event], *, where: str) -> list[datetime]:
    """When the last entry about each step was written. Raises: ParseError."""
    times: list[datetime] = []
    for event in events:
        if event.at.tzinfo is None or event.at.year not in YEARS:
            raise ParseError(f"no time of an entry: {event.at}", where=where)
        match event:
            case Opened():
                continue
            case Planned():
                times += [event.at] * len(event.steps)
            case _:
                times[event.step] = event.at
    return times


def _action(record: Record, at: datetime) -> PastAction:
    sha256, size = _file_of(record.state)
    action = record.step.action
    return PastAction(
        kind=action.action,
        target=action.target,
        status=_ended(record),
        at=at,
        sha256=sha256,
        size_bytes=size,
    )


def _ended(record: Record) -> Ended:
    match record.status:
        case Status.APPLIED:
            return Ended.VERIFIED
        case Status.UNDONE:
            return Ended.UNDONE
        case Status.UNDOING:
            return Ended.APPLIED
        case Status.PLANNED | Status.BEGUN:
            return Ended.FAILED if record.reason is not None else Ended.PLANNED


def _file_of(state: State | None) -> tuple[str | None, int | None]:
    match state:
        case FileState() | LiveFileState():
            return state.sha256, state.size
        case EvidenceState():
            return state.sha256, None
        case _:
            return None, None
