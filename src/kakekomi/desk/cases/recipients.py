"""Whom a notice goes to: learned, taken from lists and partners, added and struck by hand.

Addresses are kept in their one form, each once for a kind of notice. Our own, those of machines and
of lists are left out, unless the notice is for our own house.
"""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import Final

from django.db import transaction

from kakekomi.check.contacts import contacts_of
from kakekomi.desk.cases.models import Case, Recipient
from kakekomi.desk.cases.service import log
from kakekomi.desk.house.models import User
from kakekomi.facts.errors import ParseError
from kakekomi.notice.correspondence import Correspondence, LeftOutPerson, Person, affected
from kakekomi.notice.recipient_list import read_list
from kakekomi.packs.notices import NoticeKind

BATCH: Final = 500
"""Rows a statement: databases take so many values at once."""

Fitting = tuple[Sequence[Person], Sequence[LeftOutPerson]]
"""Whom to tell, and who is left out."""


def takes_colleagues(kind: str) -> bool:
    """Whether the notice is for our own people and nobody else."""
    return kind == NoticeKind.INTERNAL


def fitting(case: Case, kind: str, people: Iterable[Person]) -> Fitting:
    """Of those the ones that the notice may go to, by address; and who is left out, and why."""
    met = Correspondence(affected(tuple(map(str, case.organization.own_domains))))
    known: dict[str, Person] = {}
    for one in people:
        met.add_person(one.address, one.name)
        known.setdefault(one.address, one)
    if takes_colleagues(kind):
        return met.colleagues(), ()
    return [known.get(one.address, one) for one in met.people()], met.left_out()


def in_list(data: bytes) -> tuple[Person, ...]:
    """People in a list of ours, an address book, or lines of addresses.

    Raises:
        ParseError: there is nobody in it.
    """
    with suppress(ParseError):
        if people := read_list(data):
            return people
    found = contacts_of(data)
    return tuple(Person(address=one.address, name=one.name or "") for one in found)


def partners_of_case(case: Case) -> tuple[Person, ...]:
    """The case's partners that have an address."""
    return tuple(
        Person(address=one.address, name=one.name, written_to=one.messages, last_at=one.last_at)
        for one in case.partners.exclude(address="")
    )


def colleagues_of_case(case: Case) -> tuple[Person, ...]:
    """The case's own people that have an address."""
    return tuple(
        Person(address=one.address, name=one.name) for one in case.people.exclude(address="")
    )


def keep_people(case: Case, kind: str, people: Sequence[Person], actor: User | str) -> int:
    """Add those that are not there yet; what was learned newly of the others is kept. How many."""
    with transaction.atomic():
        known = {one.address: one for one in case.recipients.filter(kind=kind)}
        new = [_row(case, kind, one) for one in people if one.address not in known]
        Recipient.objects.bulk_create(new, batch_size=BATCH)
        changed = [_learned(known[one.address], one) for one in people if one.address in known]
        columns = ["name", "wrote", "written_to", "together", "last_at"]
        Recipient.objects.bulk_update(changed, columns, batch_size=BATCH // len(columns))
        if new:
            log(actor, "recipients.added", case, after={"kind": kind, "count": len(new)})
    return len(new)


def _row(case: Case, kind: str, one: Person) -> Recipient:
    return Recipient(
        case=case,
        kind=kind,
        address=one.address,
        name=one.name[:200].replace("\0", ""),
        wrote=one.wrote,
        written_to=one.written_to,
        together=one.together,
        last_at=one.last_at,
    )


def _learned(row: Recipient, one: Person) -> Recipient:
    row.name = row.name or one.name[:200].replace("\0", "")
    if one.messages:
        row.wrote, row.written_to, row.together = one.wrote, one.written_to, one.together
    row.last_at = max(filter(None, (row.last_at, one.last_at)), default=None)
    return row


def strike(case: Case, kind: str, addresses: Sequence[str] | None, actor: User) -> int:
    """Take some off the list; None: all. How many."""
    with transaction.atomic():
        rows = case.recipients.filter(kind=kind)
        if addresses is not None:
            rows = rows.filter(address__in=addresses)
        gone = list(rows.values_list("address", flat=True))
        rows.delete()
        if gone:
            before = {"kind": kind, "count": len(gone), "first": gone[:20]}
            log(actor, "recipients.struck", case, before=before)
    return len(gone)


def listed(case: Case, kind: str) -> tuple[Person, ...]:
    """The list as the notice room knows it, by address."""
    return tuple(
        Person(
            address=one.address,
            name=one.name,
            wrote=one.wrote,
            written_to=one.written_to,
            together=one.together,
            last_at=one.last_at,
        )
        for one in sorted(case.recipients.filter(kind=kind), key=lambda one: one.address)
    )
