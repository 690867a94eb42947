"""What operators do with enquiries. Each change names the version that it was made on.

Raises ``ChangedMeanwhileError`` if somebody else was first: nothing is overwritten.
"""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from kakekomi.desk.counter.models import Rung, Ticket, Wave
from kakekomi.desk.house.audit import record
from kakekomi.desk.house.models import User
from kakekomi.desk.house.words import all_words
from kakekomi.desk.portal.models import Enquiry, State
from kakekomi.desk.work.ledger import ask_for
from kakekomi.desk.work.models import Kind, Outgoing
from kakekomi.desk.work.tasks import wake
from kakekomi.packs.model import Language

OPEN: tuple[str, ...] = (State.NEW, State.WORKING)


class ChangedMeanwhileError(Exception):
    """Somebody else has changed it since it was read."""


def take(ticket: Ticket, user: User, *, version: int) -> None:
    """Say that the user answers it."""
    with transaction.atomic():
        _change(ticket, version, taken_by=user)
        Enquiry.objects.filter(pk=ticket.enquiry_id, state=State.NEW).update(state=State.WORKING)
        _record(user, "enquiry.take", ticket, before=str(ticket.taken_by or ""))


def hand_over(ticket: Ticket, user: User, to: User | None, *, version: int) -> None:
    """Give it to a colleague, or back to the queue."""
    with transaction.atomic():
        _change(ticket, version, taken_by=to)
        if to is None:
            Enquiry.objects.filter(pk=ticket.enquiry_id, state=State.WORKING).update(
                state=State.NEW
            )
        _record(user, "enquiry.hand_over", ticket, before=str(ticket.taken_by or ""), after=str(to))


def escalate(ticket: Ticket, user: User, rung: Rung, note: str, *, version: int) -> None:
    """Put it on another rung of the ladder, with a word for whoever stands there."""
    with transaction.atomic():
        _change(ticket, version, rung=rung, note=note, taken_by=None)
        _record(user, "enquiry.escalate", ticket, before=ticket.rung, after=rung.value)


def answer(ticket: Ticket, user: User, text: str, *, version: int) -> None:
    """Answer it: shown at the receipt number, and sent if the contact is a mail address."""
    with transaction.atomic():
        _change(ticket, version, taken_by=user)
        enquiry = Enquiry.objects.select_for_update().get(pk=ticket.enquiry_id)
        before = enquiry.answer
        enquiry.answer, enquiry.state = text, State.ANSWERED
        enquiry.answered_at = timezone.now()
        enquiry.save(update_fields=["answer", "state", "answered_at"])
        _send(enquiry, version)
        _record(user, "enquiry.answer", ticket, before=before, after=text)


def close(ticket: Ticket, user: User, *, version: int) -> None:
    """Put it away."""
    with transaction.atomic():
        _change(ticket, version)
        Enquiry.objects.filter(pk=ticket.enquiry_id).update(state=State.CLOSED)
        _record(user, "enquiry.close", ticket)


def answer_wave(wave: Wave, user: User, text: str, *, version: int) -> int:
    """One answer to all open enquiries of the wave; how many got it. All of them or none."""
    with transaction.atomic():
        if not Wave.objects.filter(pk=wave.pk, version=version).update(version=F("version") + 1):
            raise ChangedMeanwhileError
        tickets = list(open_tickets(wave))
        for ticket in tickets:
            answer(ticket, user, text, version=ticket.version)
        record(user, "wave.answer", wave, after={"enquiries": len(tickets), "text": text})
    return len(tickets)


def open_tickets(wave: Wave) -> Iterable[Ticket]:
    """Enquiries of the wave that wait for an answer."""
    return (
        Ticket.objects.filter(enquiry__member__wave=wave, enquiry__state__in=OPEN)
        .select_related("enquiry", "taken_by")
        .order_by("pk")
    )


def address_of(enquiry: Enquiry) -> str:
    """The mail address to answer to; empty if the contact is none."""
    contact = enquiry.contact.strip()
    try:
        validate_email(contact)
    except ValidationError:
        return ""
    return contact


def _send(enquiry: Enquiry, version: int) -> None:
    address = address_of(enquiry)
    if not address:
        return
    words = all_words(Language(enquiry.language))
    number = enquiry.receipt.shown if enquiry.receipt else "–"
    _, is_new = Outgoing.objects.get_or_create(
        key=f"answer:{enquiry.pk}:{version}",
        defaults={
            "organization": enquiry.organization,
            "address": address,
            "subject_line": words["counter.mail.subject"].format(number=number),
            "text": words["counter.mail.text"].format(answer=enquiry.answer, number=number),
        },
    )
    if is_new:
        job, _ = ask_for(Kind.MAIL, f"mail:answer:{enquiry.pk}:{version}")
        wake(job)


def _change(ticket: Ticket, version: int, **fields: object) -> None:
    mine = Ticket.objects.filter(pk=ticket.pk, version=version)
    if not mine.update(version=F("version") + 1, **fields):
        raise ChangedMeanwhileError


def _record(
    user: User, action: str, ticket: Ticket, *, before: object = None, after: object = None
) -> None:
    record(
        user,
        action,
        ticket.enquiry,
        before=before,
        after=after,
        organization=ticket.enquiry.organization,
    )
