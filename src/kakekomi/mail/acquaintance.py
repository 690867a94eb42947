"""Learn from an archive whom its owners know: those they wrote to, and the names in use.

An address that our own people wrote to is known, whoever else writes to us is not: attackers write
to everybody. A mail that claims to be ours but failed authentication teaches nothing, else a forger
could introduce himself. Names are those that our people used and those that the known use of
themselves.

What is learned depends on the whole archive and not on the order of its mails.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

import msgspec

from kakekomi.facts.errors import ParseError
from kakekomi.facts.mail_tables import Correspondent
from kakekomi.mail import authentication, header, mime
from kakekomi.mail.address import Mailbox

MAX_HEADER_BYTES: Final = 65_536
"""Of a mail's beginning; who wrote to whom stands there."""
MAX_RECIPIENTS: Final = 50
"""Of one mail; to more than that one sends a circular."""
MAX_KNOWN: Final = 50_000
"""Addresses that our people wrote to; a company of hundred has some thousands."""
MAX_STRANGERS: Final = 100_000
"""Senders kept until it is clear who is known; spam has a new one each time."""
MAX_NAMES: Final = 3
"""Of one address: the name in Japanese, in letters, and one more."""
MAX_NAME_CHARS: Final = 200
"""Of a display name; longer ones are no names."""
FAILURES: Final = frozenset({"fail", "softfail", "permerror"})


class Meeting(msgspec.Struct, frozen=True, array_like=True):
    """Somebody who wrote to us, or to whom we wrote."""

    address: str
    """Lower case."""
    name: str
    at: datetime | None
    is_known: bool
    """One of us, or one that we wrote to."""


def meetings(data: bytes, own_domains: Sequence[str]) -> tuple[Meeting, ...]:
    """Read who met whom in one mail; nothing if it is no mail, or its sender is in doubt."""
    try:
        mail = mime.parse(_header(data))
    except ParseError:
        return ()
    statements = authentication.read(mail.fields)
    if any(one.result in FAILURES for one in statements if one.method in {"spf", "dmarc"}):
        return ()
    fields = header.read(mail)
    if fields.sender is None or not fields.sender.address:
        return ()
    is_ours = any(_is_in(fields.sender.domain, domain) for domain in own_domains)
    met = [_meeting(fields.sender, fields.date.at, is_known=is_ours)]
    if is_ours:
        recipients = (*fields.to.mailboxes, *fields.cc.mailboxes, *fields.bcc.mailboxes)
        addressed = [one for one in recipients[:MAX_RECIPIENTS] if one.address]
        met += [_meeting(one, fields.date.at, is_known=True) for one in addressed]
    return tuple(met)


def _header(data: bytes) -> bytes:
    start = data[:MAX_HEADER_BYTES]
    ends = [at for at in (start.find(b"\n\n"), start.find(b"\n\r\n")) if at >= 0]
    return start[: min(ends) + 1] + b"\n" if ends else start


def _is_in(domain: str, own: str) -> bool:
    return domain == own or domain.endswith("." + own)


def _meeting(one: Mailbox, at: datetime | None, *, is_known: bool) -> Meeting:
    name = one.name.strip()[:MAX_NAME_CHARS]
    is_name = bool(name) and "@" not in name
    return Meeting(one.address.lower(), name if is_name else "", at, is_known)


@dataclass(slots=True)
class _Person:
    count: int = 0
    last_at: datetime | None = None
    names: Counter[str] = field(default_factory=Counter)

    def meet(self, meeting: Meeting) -> None:
        """Count one more."""
        self.count += 1
        if meeting.name:
            self.names[meeting.name] += 1
        if meeting.at is not None:
            self.last_at = max(self.last_at or meeting.at, meeting.at)


class Acquaintances:
    """Puts meetings together, in bounded memory."""

    def __init__(self) -> None:
        self._known: dict[str, _Person] = {}
        self._strangers: dict[str, _Person] = {}
        self.is_full = False
        """Somebody was left out."""

    def add(self, met: Iterable[Meeting]) -> None:
        """Take meetings in any order."""
        for meeting in met:
            group = self._known if meeting.is_known else self._strangers
            room = MAX_KNOWN if meeting.is_known else MAX_STRANGERS
            person = group.get(meeting.address)
            if person is None:
                if len(group) >= room:
                    self.is_full = True
                    continue
                person = group[meeting.address] = _Person()
            person.meet(meeting)

    def correspondents(self) -> tuple[Correspondent, ...]:
        """Give the known, a row for each of their names, in the order of their addresses."""
        return tuple(row for address in sorted(self._known) for row in self._rows(address))

    def _rows(self, address: str) -> Iterator[Correspondent]:
        known, wrote = self._known[address], self._strangers.get(address, _Person())
        names = known.names + wrote.names
        usual = sorted(names, key=lambda name: (-names[name], name))[:MAX_NAMES]
        last = max(filter(None, (known.last_at, wrote.last_at)), default=None)
        for name in usual or [""]:
            yield Correspondent(
                address=address, name=name or None, last_at=last, messages=known.count + wrote.count
            )
