"""What was done in an exercise and when, ``kakekomi.drill-log/1``: by hand, or from a case.

::

    {"schema": "kakekomi.drill-log/1", "drill": "…", "started_at": "…",
     "entries": [{"at": "…", "what": "step", "subject": "MIDORI-03", "detail": "isolate-pc"}, …]}

``what`` and its ``detail``: ``checked`` a verdict, ``step`` the id of a step that is done for the
subject, ``named`` (no detail; the subject is the mailbox that is thought to have leaked), ``told``
the kind of a notice, ``touched`` a file or process that was ended, removed or quarantined.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from enum import StrEnum
from typing import Final

import msgspec

from kakekomi.facts.case_tables import (
    Account,
    Action,
    CheckResult,
    Declaration,
    Notice,
    Partner,
    Pc,
)
from kakekomi.facts.errors import ParseError
from kakekomi.facts.subject import SubjectFacts

LOG_SCHEMA: Final = "kakekomi.drill-log/1"

MAX_ENTRIES: Final = 100_000
"""An exercise of a hundred people has some thousands."""

CASE_WIDE: Final = "case"
"""Subject of what concerns the company as a whole."""

ACTION_STEPS: Final = {
    "isolate_network": "isolate-pc",
    "save_evidence": "save-evidence",
    "quarantine_file": "end-and-quarantine",
    "end_process": "end-and-quarantine",
    "remove_autorun": "remove-autostart",
    "disable_service": "remove-autostart",
    "remove_task": "remove-autostart",
}
"""The step that an action of the program belongs to."""

NOTICE_STEPS: Final = {"internal": "warn-colleagues", "public": "public-notice"}
"""The step that a notice proves."""

DONE: Final = frozenset({"applied", "verified"})

TOUCHING: Final = frozenset({"quarantine_file", "end_process"})
"""Actions that could hit a file of Windows."""


class What(StrEnum):
    """Kinds of entries."""

    CHECKED = "checked"
    STEP = "step"
    NAMED = "named"
    TOLD = "told"
    TOUCHED = "touched"


class Entry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One thing that was done."""

    at: datetime
    what: What
    subject: str
    detail: str = ""
    by: str = ""


class DrillLog(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All of them."""

    schema: str = LOG_SCHEMA
    drill: str
    """Id of the exercise."""
    started_at: datetime | None = None
    """When people were told to begin; None: at the first entry."""
    entries: tuple[Entry, ...] = ()

    @property
    def began_at(self) -> datetime | None:
        """When it began; None if nothing was done."""
        return self.started_at or min((one.at for one in self.entries), default=None)


def read_log(data: bytes) -> DrillLog:
    """A log from its file.

    Raises:
        ParseError: it is none, or of another version, or a time has no zone.
    """
    try:
        log = msgspec.json.decode(data, type=DrillLog)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ParseError(f"no log of an exercise: {error}") from error
    if log.schema != LOG_SCHEMA:
        raise ParseError(f"a log of another version: {log.schema!r}")
    if len(log.entries) > MAX_ENTRIES:
        raise ParseError(f"more than {MAX_ENTRIES} entries")
    times = [one.at for one in log.entries] + ([log.started_at] if log.started_at else [])
    if any(at.tzinfo is None for at in times):
        raise ParseError("each time needs its zone, such as 2022-03-08T09:00:00+09:00")
    return log


def log_of(case: Sequence[SubjectFacts], *, drill: str, started_at: datetime | None) -> DrillLog:
    """The log of a case that was led in the desk, in the order of time."""
    entries = sorted(_entries(case), key=lambda one: (one.at, one.what, one.subject, one.detail))
    return DrillLog(drill=drill, started_at=started_at, entries=tuple(entries[:MAX_ENTRIES]))


def _entries(case: Sequence[SubjectFacts]) -> Iterator[Entry]:
    names = _names(case)
    for facts in case:
        subject = names.get(facts.subject, facts.subject)
        for check in facts.of(CheckResult):
            if check.checked_at and check.kind in {"pc", "report"}:
                yield _entry(check.checked_at, What.CHECKED, subject, check.verdict)
        for said in facts.of(Declaration):
            if said.at:
                yield _entry(said.at, What.STEP, subject, said.step)
        yield from _notices(facts.of(Notice), subject)
        yield from _actions(facts.of(Action), subject)


def _names(case: Iterable[SubjectFacts]) -> Mapping[str, str]:
    """What an exercise calls each subject: a PC by its host name, an account by its PC."""
    names: dict[str, str] = {}
    for facts in case:
        known = [row.hostname for row in facts.of(Pc)]
        known += [row.address for row in facts.of(Partner) if row.address]
        if any(known):
            names[facts.subject] = next(filter(None, known))
    for facts in case:
        for account in facts.of(Account):
            if account.pc:
                names[facts.subject] = names.get(account.pc, account.pc)
    return names


def _notices(notices: Iterable[Notice], subject: str) -> Iterator[Entry]:
    for told in notices:
        if told.at and told.status == "sent":
            yield _entry(told.at, What.TOLD, subject, told.kind)
            if told.kind in NOTICE_STEPS:
                yield _entry(told.at, What.STEP, subject, NOTICE_STEPS[told.kind])


def _actions(actions: Iterable[Action], subject: str) -> Iterator[Entry]:
    for action in actions:
        if action.at is None or action.status not in DONE:
            continue
        if action.kind in ACTION_STEPS:
            yield _entry(action.at, What.STEP, subject, ACTION_STEPS[action.kind])
        if action.kind in TOUCHING and action.target:
            yield _entry(action.at, What.TOUCHED, subject, action.target)


def _entry(at: datetime, what: What, subject: str, detail: str) -> Entry:
    return Entry(at=at.astimezone(UTC), what=what, subject=subject, detail=detail)
