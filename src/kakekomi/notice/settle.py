"""Settle what is in doubt, by somebody's word or by the server's log.

A mail in doubt left the line with its last dot and no answer was written down. The server's log
names each mail that it took by its Message-ID, which is ours alone; a person can also look at the
server's web page, or ask the recipient.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from enum import StrEnum
from typing import Final

from kakekomi.facts.errors import ConfigurationError
from kakekomi.notice.message import MARK
from kakekomi.notice.record import Event, Events, State

MAX_LINE_CHARS: Final = 65_536
"""Of a log; longer lines are looked at only so far."""

NAMED: Final = re.compile(rf"(?=({re.escape(MARK)}[\w.@-]{{1,320}}))")
"""An id of ours, of a domain's full length at most, also inside of what looks like one: takes
``kakekomi-notice.ab@a.example``; refuses ``notice.ab@a.example``."""

OPEN: Final = frozenset({State.UNCERTAIN, State.SENDING})
"""What may be settled as sent or not."""


class Settle(StrEnum):
    """What to do about mails in doubt."""

    ASK = "ask"
    """Ask the person at the terminal; without one, leave them."""
    LEAVE = "leave"
    AGAIN = "again"
    """Take them for not sent: nobody is left out, somebody may be told twice."""
    SENT = "sent"
    """Take them for sent: nobody is told twice, somebody may be left out."""


def in_doubt(record: Events) -> tuple[Event, ...]:
    """Those in doubt, by address."""
    return tuple(event for event in record.latest().values() if event.state in OPEN)


def settled(event: Event, *, is_sent: bool, by: str, at: datetime, detail: str = "") -> Event:
    """The event that settles it.

    Raises:
        ConfigurationError: somebody is told already, so there is nothing to settle.
    """
    if event.state not in OPEN | {State.REFUSED, State.DEFERRED, State.BOUNCED, State.NOT_SENT}:
        raise ConfigurationError(f"{event.address!r} is {event.state}: nothing to settle")
    return Event(
        at=at,
        address=event.address,
        state=State.SENT if is_sent else State.NOT_SENT,
        by=by,
        message_id=event.message_id,
        digest=event.digest,
        detail=detail,
    )


def found_in_log(lines: Iterable[str], doubts: Iterable[Event]) -> Iterator[Event]:
    """Those in doubt whose Message-ID the log names; the log of a server, or a list of ids."""
    by_id = {event.message_id: event for event in doubts}
    for line in lines:
        for found in NAMED.finditer(line, 0, MAX_LINE_CHARS):
            event = by_id.pop(found[1].rstrip("."), None)
            if event is not None:
                yield event
