"""Learn from an archive whom the affected mailboxes exchanged mail with, and how much.

Whoever wrote to an affected mailbox, was written to from it, or stood in the same mail has their
address in what was stolen, and may get forged mails. One mail at a time, header only, in bounded
memory. Mails whose sender is in doubt (SPF or DMARC failed) teach nothing, else a forger would be
told about us; nor do mails of lists and machines, beyond that they are left out, with the reason.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final

import msgspec

from kakekomi.facts.case_tables import Partner
from kakekomi.facts.errors import ParseError
from kakekomi.mail import authentication, header, mime
from kakekomi.mail.address import Mailbox
from kakekomi.mail.entity import Entity
from kakekomi.mail.header import MailHeader
from kakekomi.notice.address_form import LeftOut, canonical, domain_form, left_out

MAX_HEADER_BYTES: Final = 262_144
"""Of a mail's beginning: circulars to a thousand people have 64 KiB of recipients."""
MAX_PARTNERS: Final = 200_000
"""A company of a hundred has some ten thousand; beyond this it is spam that is counted."""
MAX_NAME_CHARS: Final = 200
"""Of a display name; longer ones are no names."""
FAILURES: Final = frozenset({"fail", "softfail", "permerror"})
BULK: Final = frozenset({"bulk", "list", "junk"})
"""Values of Precedence by which a machine says that it writes to many."""
DELIVERED: Final = (b"delivered-to", b"x-original-to", b"envelope-to", b"x-envelope-to")
"""Fields in which servers say whose mailbox a mail came into, blind copies included."""


class Way(StrEnum):
    """How somebody met an affected mailbox."""

    WROTE = "wrote"
    """They wrote to it."""
    WRITTEN_TO = "written_to"
    TOGETHER = "together"
    """They stood beside it in a mail that somebody else wrote."""


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who is in what was stolen."""

    address: str
    """In its one form."""
    name: str = ""
    """As last seen."""
    wrote: int = 0
    written_to: int = 0
    together: int = 0
    last_at: datetime | None = None
    """None if no mail was dated."""

    @property
    def messages(self) -> int:
        """Mails in all."""
        return self.wrote + self.written_to + self.together

    def row(self) -> Partner:
        """As a fact of the case."""
        return Partner(
            address=self.address,
            name=self.name or None,
            messages=self.messages,
            last_at=self.last_at,
        )


class LeftOutPerson(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who is not written to."""

    address: str
    reason: LeftOut
    messages: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Affected:
    """Which mailboxes, and from when to when."""

    own_domains: frozenset[str]
    mailboxes: frozenset[str] = frozenset()
    """Canonical; none: every address of the own domains."""
    since: datetime | None = None
    until: datetime | None = None

    def is_own(self, address: str) -> bool:
        """Whether a canonical address is of our organization."""
        domain = address.rpartition("@")[2]
        return any(domain == own or domain.endswith(f".{own}") for own in self.own_domains)

    def has(self, address: str) -> bool:
        """Whether a canonical address is an affected mailbox."""
        return address in self.mailboxes if self.mailboxes else self.is_own(address)

    def covers(self, at: datetime | None) -> bool:
        """Whether the time lies in the period; a mail without a date is taken to."""
        if at is None:
            return True
        return (self.since is None or self.since <= at) and (self.until is None or at <= self.until)


def affected(
    own_domains: Sequence[str],
    mailboxes: Sequence[str] = (),
    since: datetime | None = None,
    until: datetime | None = None,
) -> Affected:
    """From what the user names, in any writing."""
    return Affected(
        own_domains=frozenset(domain_form(one.lstrip("@")) for one in own_domains),
        mailboxes=frozenset(map(canonical, mailboxes)),
        since=since,
        until=until,
    )


@dataclass(slots=True)
class _Met:
    name: str = ""
    counts: dict[Way, int] = field(default_factory=lambda: dict.fromkeys(Way, 0))
    last_at: datetime | None = None
    forced: LeftOut | None = None


class Correspondence:
    """Takes mails in any order; what it gives depends on all of them and not on the order."""

    def __init__(self, whose: Affected) -> None:
        self._whose = whose
        self._met: dict[str, _Met] = {}
        self.mails = 0
        """Mails of affected mailboxes in the period."""
        self.doubtful = 0
        """Mails whose sender failed authentication; they taught nothing."""
        self.is_full = False
        """Somebody was left out for want of room."""

    def add(self, data: bytes) -> None:
        """Take one mail; anything that is none is passed over."""
        try:
            mail = mime.parse(_header(data))
        except ParseError:
            return
        fields = header.read(mail)
        if not self._whose.covers(fields.date.at):
            return
        sender, others = _people(mail, fields)
        if not any(map(self._whose.has, (sender, *others))):
            return
        if _is_doubtful(mail):
            self.doubtful += 1
            return
        self.mails += 1
        self._take(fields, sender, _machine(mail, fields))

    def add_person(self, address: str, name: str = "") -> None:
        """Take somebody from an address book, whether they are in the archive or not."""
        form = canonical(address)
        if form in self._met or len(self._met) >= MAX_PARTNERS:
            self.is_full = self.is_full or form not in self._met
            return
        self._met[form] = _Met(name=" ".join(name.split())[:MAX_NAME_CHARS])

    def _take(self, fields: MailHeader, sender: str, machine: LeftOut | None) -> None:
        is_from_us = self._whose.has(sender)
        if sender and not is_from_us:
            self._meet(fields.sender, Way.WROTE, fields.date.at, machine)
        way = Way.WRITTEN_TO if is_from_us else Way.TOGETHER
        for one in _recipients(fields):
            self._meet(one, way, fields.date.at, None)

    def _meet(
        self, one: Mailbox | None, way: Way, at: datetime | None, forced: LeftOut | None
    ) -> None:
        if one is None or not one.address:
            return
        address = canonical(one.address)
        met = self._met.get(address)
        if met is None:
            if len(self._met) >= MAX_PARTNERS:
                self.is_full = True
                return
            met = self._met[address] = _Met(forced=forced)
        met.counts[way] += 1
        met.forced = met.forced and forced
        name = " ".join(one.name.split())[:MAX_NAME_CHARS]
        is_newer = at is not None and (met.last_at is None or at >= met.last_at)
        if is_newer:
            met.last_at = at
        if name and "@" not in name and (is_newer or not met.name):
            met.name = max(name, met.name) if met.last_at == at and met.name else name

    def people(self) -> tuple[Person, ...]:
        """Whom to tell, by address."""
        return tuple(
            Person(
                address=address,
                name=met.name,
                wrote=met.counts[Way.WROTE],
                written_to=met.counts[Way.WRITTEN_TO],
                together=met.counts[Way.TOGETHER],
                last_at=met.last_at,
            )
            for address, met in sorted(self._met.items())
            if self._reason(address, met) is None
        )

    def colleagues(self) -> tuple[Person, ...]:
        """Those of our own who were met, for a notice inside the house."""
        return tuple(
            Person(address=address, name=met.name, last_at=met.last_at)
            for address, met in sorted(self._met.items())
            if self._whose.is_own(address) and left_out(address, frozenset()) is None
        )

    def left_out(self) -> tuple[LeftOutPerson, ...]:
        """Who is not told, by address."""
        return tuple(
            LeftOutPerson(address=address, reason=reason, messages=sum(met.counts.values()))
            for address, met in sorted(self._met.items())
            if (reason := self._reason(address, met)) is not None
        )

    def _reason(self, address: str, met: _Met) -> LeftOut | None:
        return left_out(address, self._whose.own_domains) or met.forced


def _header(data: bytes) -> bytes:
    start = data[:MAX_HEADER_BYTES]
    ends = [at for at in (start.find(b"\n\n"), start.find(b"\n\r\n")) if at >= 0]
    return start[: min(ends) + 1] + b"\n" if ends else start


def _recipients(fields: MailHeader) -> Iterator[Mailbox]:
    yield from (*fields.to.mailboxes, *fields.cc.mailboxes, *fields.bcc.mailboxes)


def _people(mail: Entity, fields: MailHeader) -> tuple[str, set[str]]:
    sender = canonical(fields.sender.address) if fields.sender else ""
    others = {canonical(one.address) for one in _recipients(fields) if one.address}
    delivered = (value for name in DELIVERED for value in mail.all(name))
    others |= {canonical(value.decode("ascii", "replace")) for value in delivered}
    return sender, others


def _is_doubtful(mail: Entity) -> bool:
    statements = authentication.read(mail.fields)
    return any(one.result in FAILURES for one in statements if one.method in {"spf", "dmarc"})


def _machine(mail: Entity, fields: MailHeader) -> LeftOut | None:
    """Whether the writer is a list or a machine, as the mail says itself."""
    if fields.list_id or mail.first(b"list-unsubscribe") is not None:
        return LeftOut.MAILING_LIST
    precedence = (mail.first(b"precedence") or b"").strip().lower().decode("ascii", "replace")
    if precedence in BULK:
        return LeftOut.MAILING_LIST
    is_automatic = (fields.auto_submitted or "no").lower() != "no"
    return LeftOut.AUTOMATIC if is_automatic else None
