"""Read the headers of mailboxes for whom they wrote with; in a process that knows no database."""

import time
from collections.abc import Iterator
from datetime import datetime
from functools import partial
from typing import Final

import msgspec

from kakekomi.check import inputs
from kakekomi.check.inputs import Found, Input, Letter
from kakekomi.check.outcome import Problem, attempt
from kakekomi.desk.work.apart import Tell
from kakekomi.notice.correspondence import (
    MAX_HEADER_BYTES,
    Correspondence,
    LeftOutPerson,
    Person,
    affected,
)

EACH_S: Final = 1.0
"""Between two words of how far it is."""


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """Which files, and whose mail of when."""

    paths: tuple[str, ...]
    own_domains: tuple[str, ...]
    mailboxes: tuple[str, ...] = ()
    since: datetime | None = None
    until: datetime | None = None
    is_internal: bool = False


class Met(msgspec.Struct, frozen=True, kw_only=True):
    """Who was met."""

    people: tuple[Person, ...]
    left_out: tuple[LeftOutPerson, ...]
    mails: int
    doubtful: int
    is_full: bool


def met_in(request: bytes, tell: Tell) -> bytes:
    """In a process of its own: read the headers of all mails."""
    wanted = msgspec.msgpack.decode(request, type=Wanted)
    whose = affected(wanted.own_domains, wanted.mailboxes, wanted.since, wanted.until)
    met = Correspondence(whose)
    told_s = time.monotonic()
    done = 0
    for done, data in enumerate(_beginnings(wanted.paths), 1):
        met.add(data)
        if time.monotonic() - told_s >= EACH_S:
            told_s = time.monotonic()
            tell(done)
    tell(done)
    return msgspec.msgpack.encode(
        Met(
            people=met.colleagues() if wanted.is_internal else met.people(),
            left_out=() if wanted.is_internal else met.left_out(),
            mails=met.mails,
            doubtful=met.doubtful,
            is_full=met.is_full,
        )
    )


def _beginnings(paths: tuple[str, ...]) -> Iterator[bytes]:
    for found in inputs.mails(paths):
        data = _beginning(found)
        if data is not None:
            yield data


def _beginning(found: Found) -> bytes | None:
    if isinstance(found, Letter):
        return found.data[:MAX_HEADER_BYTES]
    if not isinstance(found, Input):
        return None
    read = attempt(
        partial(inputs.read_to, found, limit_bytes=MAX_HEADER_BYTES),
        name=found.name,
        bad_input="problem.not_mail",
    )
    return None if isinstance(read, Problem) else read[0]
