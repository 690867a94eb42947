"""Who was told, when and how, as rows of the desk: the notice room's record in the database.

A row is committed before the last dot of a mail is sent and again when the server has answered, in
a transaction that holds only while the sender has the lease of the job. So of two senders one ends
before it sends; and a sender that is killed leaves nothing (not sent), an answer (done), or a row
"sending" without one, which a person settles.
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from datetime import UTC

from django.db import connection, transaction
from django.db.models import Max, QuerySet

from kakekomi.desk.cases.models import Case, NoticeSent
from kakekomi.desk.work.case_models import NoticeEvent
from kakekomi.desk.work.ledger import Lease
from kakekomi.notice.record import REACHED, Event, How, State


class DeskRecord:
    """The record of one round of a kind of notice; see ``kakekomi.notice.record.Events``."""

    def __init__(self, case: Case, kind: str, number: int, lease: Lease | None = None) -> None:
        """With the lease, if mails are sent: then only its holder writes."""
        self.case = case
        self.kind = kind
        self.number = number
        self._lease = lease
        if lease is not None:
            make_durable()

    @property
    def rows(self) -> QuerySet[NoticeEvent]:
        """All events of the round."""
        return NoticeEvent.objects.filter(case=self.case, kind=self.kind, round=self.number)

    def add(self, event: Event, /) -> None:
        """Write it, and what the case learns from it. Raises: LeaseLostError."""
        with self._transaction(event):
            NoticeEvent.objects.create(
                case=self.case,
                kind=self.kind,
                round=self.number,
                at=event.at,
                address=event.address,
                state=event.state,
                how=event.how,
                by=event.by[:150],
                message_id=event.message_id,
                digest=event.digest,
                detail=event.detail[:500].replace("\0", ""),
            )
            self._tell_case(event)

    def _transaction(self, event: Event) -> AbstractContextManager[None]:
        if self._lease is None:
            return transaction.atomic()
        return self._lease.batch(done=0 if event.state is State.SENDING else 1)

    def _tell_case(self, event: Event) -> None:
        """A partner who was told counts as told; one whose mail came back does not."""
        partner = self.case.partners.filter(address__iexact=event.address).first()
        if partner is None:
            return
        mine = {"case": self.case, "partner": partner, "kind": self.kind}
        if event.state in REACHED:
            NoticeSent.objects.create(
                **mine, how=event.how, whom=event.address, at=event.at, status="sent"
            )
        elif event.state is State.BOUNCED:
            NoticeSent.objects.filter(**mine, how=How.MAIL).update(status="bounced")

    def events(self) -> Iterator[Event]:
        """All, in the order in which they happened."""
        return map(as_event, self.rows.order_by("pk").iterator())

    def latest(self) -> dict[str, Event]:
        """The last event of each, by address."""
        last = self.rows.values("address").annotate(last=Max("pk")).values("last")
        rows = NoticeEvent.objects.filter(pk__in=last)
        return {row.address: as_event(row) for row in sorted(rows, key=lambda row: row.address)}

    def last(self, address: str, /) -> Event | None:
        """The last event of somebody."""
        row = self.rows.filter(address=address).order_by("pk").last()
        return as_event(row) if row else None

    def of_message(self, message_id: str, /) -> Event | None:
        """The last event of a mail."""
        row = self.rows.filter(message_id=message_id).order_by("pk").last()
        return as_event(row) if row else None


def as_event(row: NoticeEvent) -> Event:
    """The row as the notice room knows it."""
    return Event(
        at=row.at.astimezone(UTC),
        address=row.address,
        state=State(row.state),
        how=How(row.how),
        by=row.by,
        message_id=row.message_id,
        digest=row.digest,
        detail=row.detail,
    )


def make_durable() -> None:
    """Have each commit on the disk before it counts, even if the power fails in that moment."""
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous=FULL")
