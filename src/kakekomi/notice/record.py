"""The record of who was told, when and how: append-only, on the disk before and after each mail.

One SQLite file. Each event is a row that is never changed or deleted (triggers refuse it); the
state of somebody is their last event. A row is committed with ``synchronous=FULL`` before the last
dot of a mail is sent and again when the server has answered, so a kill leaves one of three: nothing
(not sent), an answer (done), or a row "sending" without one, which only the server can settle.

The file is locked for as long as it is open: two senders at once would tell people twice.

Layout::

    event(id, at, address, state, how, by, message_id, digest, detail)

Source: sqlite.org, "Write-Ahead Logging" and "PRAGMA synchronous"
"""

import os
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Final, Protocol, Self

import msgspec

from kakekomi.facts.case_tables import Notice as NoticeRow
from kakekomi.facts.errors import ConfigurationError, UnavailableError
from kakekomi.facts.row import utc_text
from kakekomi.packs.notices import NoticeKind

SCHEMA: Final = "kakekomi.notice-record/1"

APPLICATION_ID: Final = 0x4B4B_4E31
"""``KKN1`` in the file's header, so that no other database is taken for a record."""

MAX_DETAIL_CHARS: Final = 500
"""Of a server's answer: SMTP lines have 512."""

SET_UP: Final = """
CREATE TABLE event (
    id INTEGER PRIMARY KEY, at TEXT NOT NULL, address TEXT NOT NULL, state TEXT NOT NULL,
    how TEXT NOT NULL, by TEXT NOT NULL, message_id TEXT NOT NULL, digest TEXT NOT NULL,
    detail TEXT NOT NULL
);
CREATE INDEX event_address ON event (address, id);
CREATE INDEX event_message ON event (message_id);
CREATE TRIGGER event_stays BEFORE UPDATE ON event BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER event_lasts BEFORE DELETE ON event BEGIN SELECT RAISE(ABORT, 'append only'); END;
"""


class State(StrEnum):
    """Where somebody stands."""

    SENDING = "sending"
    """The last dot goes out; without an event after it nobody knows."""
    SENT = "sent"
    """Our server took it over."""
    REFUSED = "refused"
    """For good (5xx)."""
    DEFERRED = "deferred"
    """For now (4xx); is tried again."""
    UNCERTAIN = "uncertain"
    """The server may have it or not: see ``settle``."""
    NOT_SENT = "not_sent"
    """Settled: the server does not have it. Is sent again."""
    BOUNCED = "bounced"
    """Came back."""
    TOLD = "told"
    """By another way than mail."""


class How(StrEnum):
    """Ways to tell somebody."""

    MAIL = "mail"
    TELEPHONE = "telephone"
    PAPER = "paper"
    FAX = "fax"
    IN_PERSON = "in_person"
    WEB = "web"
    CHAT = "chat"


SENDABLE: Final = frozenset({None, State.DEFERRED, State.NOT_SENT})
"""From these a mail goes out; None is somebody of whom nothing is recorded."""

REACHED: Final = frozenset({State.SENT, State.TOLD})
"""As far as is known."""


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that happened to somebody's notice."""

    at: datetime
    address: str
    state: State
    how: How = How.MAIL
    by: str = ""
    """Who told them, if a person did."""
    message_id: str = ""
    digest: str = ""
    """Of the notice as it was then."""
    detail: str = ""


class Events(Protocol):
    """A record, wherever its rows lie; each method as that of ``Record``."""

    def add(self, event: Event, /) -> None:
        """Write it; it is on the disk when this returns."""

    def latest(self) -> dict[str, Event]:
        """The last event of each, by address."""

    def last(self, address: str, /) -> Event | None:
        """The last event of somebody; None if there is none."""

    def of_message(self, message_id: str, /) -> Event | None:
        """The last event of a mail; None if it is none of ours."""


_COLUMNS: Final = Event.__struct_fields__
_SELECT: Final = f"SELECT {', '.join(_COLUMNS)} FROM event"  # noqa: S608  names are ours
_LATEST: Final = "WHERE id IN (SELECT max(id) FROM event GROUP BY address)"


class Record:
    """The open file; ``with`` closes it."""

    def __init__(self, path: Path) -> None:
        """Open it, or begin it.

        Raises:
            ConfigurationError: the file is no record.
            UnavailableError: another process has it open.
            OSError: it can't be made.
        """
        self._path = path
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        self._database = sqlite3.connect(path, isolation_level=None, timeout=0)
        try:
            self._open()
        except sqlite3.Error as error:
            self._database.close()
            if "locked" in str(error):
                message = f"{str(path)!r} is in use: the notices are being sent"
                raise UnavailableError(message) from error
            raise ConfigurationError(f"{str(path)!r} is no record of notices: {error}") from error
        except ConfigurationError:
            self._database.close()
            raise

    def _open(self) -> None:
        self._database.execute("PRAGMA locking_mode=EXCLUSIVE")
        self._database.execute("PRAGMA journal_mode=WAL")
        self._database.execute("PRAGMA synchronous=FULL")
        self._database.execute("BEGIN EXCLUSIVE")
        (found,) = self._database.execute("PRAGMA application_id").fetchone()
        (tables,) = self._database.execute("SELECT count(*) FROM sqlite_master").fetchone()
        self._database.execute("COMMIT")
        if tables == 0:
            self._database.executescript(
                f"BEGIN; PRAGMA application_id={APPLICATION_ID}; {SET_UP} COMMIT;"
            )
        elif found != APPLICATION_ID:
            raise ConfigurationError(f"{str(self._path)!r} is another program's database")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let it go."""
        self._database.close()

    def add(self, event: Event) -> None:
        """Write it; it is on the disk when this returns. Raises: UnavailableError."""
        values = [_cell(getattr(event, name)) for name in _COLUMNS]
        marks = ", ".join("?" * len(values))
        sql = f"INSERT INTO event ({', '.join(_COLUMNS)}) VALUES ({marks})"  # noqa: S608
        try:
            self._database.execute(sql, values)
        except sqlite3.Error as error:
            message = f"{str(self._path)!r} can't be written: {error}"
            raise UnavailableError(message) from error

    def events(self) -> Iterator[Event]:
        """All, in the order in which they happened."""
        return map(_event, self._database.execute(f"{_SELECT} ORDER BY id"))

    def latest(self) -> dict[str, Event]:
        """The last event of each, by address."""
        rows = self._database.execute(f"{_SELECT} {_LATEST} ORDER BY address")
        return {event.address: event for event in map(_event, rows)}

    def last(self, address: str) -> Event | None:
        """The last event of somebody; None if there is none."""
        sql = f"{_SELECT} WHERE address = ? ORDER BY id DESC LIMIT 1"
        row = self._database.execute(sql, (address,)).fetchone()
        return _event(row) if row else None

    def of_message(self, message_id: str) -> Event | None:
        """The last event of a mail; None if it is none of ours."""
        sql = f"{_SELECT} WHERE message_id = ? ORDER BY id DESC LIMIT 1"
        row = self._database.execute(sql, (message_id,)).fetchone()
        return _event(row) if row else None


def _cell(value: object) -> str:
    return utc_text(value) if isinstance(value, datetime) else str(value)[:MAX_DETAIL_CHARS]


def _event(row: tuple[str, ...]) -> Event:
    values = dict(zip(_COLUMNS, row, strict=True))
    return Event(
        at=datetime.fromisoformat(values["at"]).astimezone(UTC),
        address=values["address"],
        state=State(values["state"]),
        how=How(values["how"]),
        by=values["by"],
        message_id=values["message_id"],
        digest=values["digest"],
        detail=values["detail"],
    )


def notice_row(kind: NoticeKind, event: Event) -> NoticeRow:
    """The event as a fact of the case; whoever was told by another way has got the notice."""
    status = {State.TOLD: "sent", State.SENT: "sent", State.BOUNCED: "bounced"}
    return NoticeRow(kind=kind, status=status.get(event.state, "approved"), at=event.at)
