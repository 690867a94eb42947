"""The journal: what was planned, begun and done, so that a crash at any point can be mended.

One JSON object a line, only ever appended, each on the disk (``fsync``) before anything goes on::

    {"event": "opened", "schema": "kakekomi.journal/1", "subject": …, "at": …}
    {"event": "planned", "first_step": 0, "steps": [ … ], "at": …}
    {"event": "begun", "step": 0, "state": { … }, "at": …}      before a change
    {"event": "done" | "failed", "step": 0, …}                   after it
    {"event": "undoing", "step": 0, "state": { … }, …}          before it is undone
    {"event": "undone", "step": 0, …}                            after it, or if it was never begun

A last line without its end was cut while it was written; nothing was changed after it, so it is
dropped. The file is locked while it is open: two programs never work on one PC by one journal.
"""

import os
import sys
from collections.abc import Callable, Iterable
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Final, Self

import msgspec

from kakekomi.facts.errors import ParseError, UnavailableError
from kakekomi.respond.action import Step
from kakekomi.respond.durable import Checkpoint, nothing, private_folder, sync_folder
from kakekomi.respond.state import State

SCHEMA: Final = "kakekomi.journal/1"
MAX_JOURNAL_BYTES: Final = 256 * 1024 * 1024
"""A plan takes some kilobytes; states of long values a few hundred."""


class Opened(msgspec.Struct, frozen=True, kw_only=True, tag="opened", tag_field="event"):
    """The first line."""

    schema: str
    subject: str
    at: datetime


class Planned(msgspec.Struct, frozen=True, kw_only=True, tag="planned", tag_field="event"):
    """A plan was confirmed; its steps are numbered from ``first_step``."""

    first_step: int
    steps: tuple[Step, ...]
    at: datetime


class Begun(msgspec.Struct, frozen=True, kw_only=True, tag="begun", tag_field="event"):
    """A change is about to be made."""

    step: int
    state: State
    at: datetime


class Done(msgspec.Struct, frozen=True, kw_only=True, tag="done", tag_field="event"):
    """It was made, and seen on the PC."""

    step: int
    at: datetime


class Failed(msgspec.Struct, frozen=True, kw_only=True, tag="failed", tag_field="event"):
    """It, or undoing it, could not be done; what is not done stays as it was."""

    step: int
    reason: str
    at: datetime


class Undoing(msgspec.Struct, frozen=True, kw_only=True, tag="undoing", tag_field="event"):
    """It is about to be undone."""

    step: int
    state: State
    at: datetime


class Undone(msgspec.Struct, frozen=True, kw_only=True, tag="undone", tag_field="event"):
    """It was undone, or will not be done any more."""

    step: int
    at: datetime


Event = Opened | Planned | Begun | Done | Failed | Undoing | Undone


class Status(StrEnum):
    """Where a step stands, by the journal."""

    PLANNED = "planned"
    BEGUN = "begun"
    APPLIED = "applied"
    UNDOING = "undoing"
    UNDONE = "undone"


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """What the journal says of one step."""

    number: int
    step: Step
    status: Status = Status.PLANNED
    state: State | None = None
    reason: str | None = None
    """Why it failed last."""

    @property
    def is_open(self) -> bool:
        """Not finished: the next run goes on here."""
        return self.status in {Status.PLANNED, Status.BEGUN, Status.UNDOING}


class Journal:
    """An open journal; ``with``."""

    def __init__(
        self,
        path: Path,
        *,
        clock: Callable[[], datetime],
        checkpoint: Checkpoint = nothing,
    ) -> None:
        """Make the file if need be, and lock it. Raises: UnavailableError, ParseError, OSError."""
        self.path = path
        self._clock = clock
        self._checkpoint = checkpoint
        private_folder(path.parent)
        flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0)
        self._handle = os.open(path, flags, 0o600)
        try:
            _lock(self._handle, path)
            data = _read(self._handle, path)
            self._events = list(events_in(data, where=str(path)))
            os.ftruncate(self._handle, data.rfind(b"\n") + 1)
            sync_folder(path.parent)
        except BaseException:
            os.close(self._handle)
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        os.close(self._handle)

    @property
    def subject(self) -> str | None:
        """The PC that it is about; None if nothing was written yet."""
        first = next(iter(self._events), None)
        return first.subject if isinstance(first, Opened) else None

    def open_for(self, subject: str) -> None:
        """Write the first line. Raises: ParseError if it is about another PC."""
        if self.subject is None:
            self._append(Opened(schema=SCHEMA, subject=subject, at=self._clock()))
        elif self.subject != subject:
            raise ParseError(
                f"this journal is about {self.subject!r}, not {subject!r}; name another one",
                where=str(self.path),
            )

    def plan(self, steps: Iterable[Step]) -> None:
        """A plan was confirmed."""
        first = len(self.records())
        self._append(Planned(first_step=first, steps=tuple(steps), at=self._clock()))

    def begin(self, number: int, state: State) -> None:
        """A change is about to be made."""
        self._append(Begun(step=number, state=state, at=self._clock()))

    def done(self, number: int) -> None:
        """It was made and seen."""
        self._append(Done(step=number, at=self._clock()))

    def fail(self, number: int, reason: str) -> None:
        """It could not be done."""
        self._append(Failed(step=number, reason=reason, at=self._clock()))

    def begin_undo(self, number: int, state: State) -> None:
        """It is about to be undone."""
        self._append(Undoing(step=number, state=state, at=self._clock()))

    def undone(self, number: int) -> None:
        """It was undone."""
        self._append(Undone(step=number, at=self._clock()))

    def records(self) -> tuple[Record, ...]:
        """All steps in order, as they stand."""
        return replay(self._events, where=str(self.path))

    def _append(self, event: Event) -> None:
        self._checkpoint(f"before {type(event).__name__}")
        os.lseek(self._handle, 0, os.SEEK_END)
        line = memoryview(msgspec.json.encode(event) + b"\n")
        while line:
            line = line[os.write(self._handle, line) :]
        os.fsync(self._handle)
        self._events.append(event)
        self._checkpoint(f"after {type(event).__name__}")


def read_records(path: Path) -> tuple[Record, ...]:
    """The steps of a journal that is only looked at; none if there is no such file."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return ()
    return replay(events_in(data, where=str(path)), where=str(path))


def replay(events: Iterable[Event], *, where: str) -> tuple[Record, ...]:
    """What the events come to. Raises: ParseError if they name steps that there are not."""
    records: list[Record] = []
    for event in events:
        match event:
            case Opened():
                continue
            case Planned(steps=steps):
                start = len(records)
                records += [Record(number=start + i, step=step) for i, step in enumerate(steps)]
            case _:
                if not 0 <= event.step < len(records):
                    raise ParseError(f"no step {event.step}", where=where)
                records[event.step] = _after(records[event.step], event)
    return tuple(records)


def _after(record: Record, event: Begun | Done | Failed | Undoing | Undone) -> Record:
    status, state, reason = record.status, record.state, None
    match event:
        case Begun():
            status, state = Status.BEGUN, event.state
        case Done():
            status = Status.APPLIED
        case Failed():
            reason = event.reason
        case Undoing():
            status, state = Status.UNDOING, event.state
        case Undone():
            status = Status.UNDONE
    return Record(number=record.number, step=record.step, status=status, state=state, reason=reason)


_DECODER: Final = msgspec.json.Decoder(Event)


def events_in(data: bytes, *, where: str) -> Iterable[Event]:
    """The entries; a last line without its end does not count. Raises: ParseError."""
    lines = data[: data.rfind(b"\n") + 1].splitlines()
    for number, line in enumerate(lines, 1):
        try:
            event: Event = _DECODER.decode(line)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            raise ParseError(f"line {number} is no entry ({error})", where=where) from error
        if number == 1 and not (isinstance(event, Opened) and event.schema == SCHEMA):
            raise ParseError("no journal of this version", where=where)
        yield event


def _read(handle: int, path: Path) -> bytes:
    parts: list[bytes] = []
    size = 0
    while data := os.read(handle, 1024 * 1024):
        size += len(data)
        if size > MAX_JOURNAL_BYTES:
            raise ParseError("too large for a journal", where=str(path))
        parts.append(data)
    return b"".join(parts)


def _lock(handle: int, path: Path) -> None:
    """Until the file is closed, also by a crash."""
    try:
        if sys.platform == "win32":
            import msvcrt  # noqa: PLC0415  there only

            os.lseek(handle, MAX_JOURNAL_BYTES, os.SEEK_SET)
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
            os.lseek(handle, 0, os.SEEK_SET)
        else:
            import fcntl  # noqa: PLC0415  not on Windows

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        raise UnavailableError(f"{path}: another Kakekomi is at work here; wait for it") from error
