"""The record of notices in the database is the notice room's record, and heeds the lease."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection

from kakekomi.desk.cases.models import Case, Partner
from kakekomi.desk.cases.service import open_case
from kakekomi.desk.house.models import Organization, User
from kakekomi.desk.work.ledger import Lease, LeaseLostError, ask_for, take
from kakekomi.desk.work.models import Job, Kind, NoticeEvent
from kakekomi.desk.work.notice_record import DeskRecord
from kakekomi.notice.record import Event, How, Record, State

pytestmark = pytest.mark.django_db

AT = datetime(2022, 3, 8, 9, 0, tzinfo=UTC)

HAPPENED = (
    ("b@x.example", State.SENDING, "2@x", How.MAIL),
    ("b@x.example", State.SENT, "2@x", How.MAIL),
    ("a@x.example", State.SENDING, "1@x", How.MAIL),
    ("a@x.example", State.DEFERRED, "1@x", How.MAIL),
    ("b@x.example", State.BOUNCED, "2@x", How.MAIL),
    ("角の八百屋", State.TOLD, "", How.IN_PERSON),
)


@pytest.fixture
def case(organization: Organization, administrator: User) -> Case:
    return open_case(organization, "お知らせ", administrator)


def events() -> list[Event]:
    return [
        Event(
            at=AT + timedelta(minutes=number), address=address, state=state, how=how,
            message_id=identifier, digest="d", detail="250 OK", by="x",
        )
        for number, (address, state, identifier, how) in enumerate(HAPPENED)
    ]  # fmt: skip


def test_it_says_the_same_as_the_record_of_the_command_line(case: Case, tmp_path: Path) -> None:
    ours = DeskRecord(case, "partners", 1)
    with Record(tmp_path / "record.sqlite3") as theirs:
        for event in events():
            ours.add(event)
            theirs.add(event)

        assert list(ours.events()) == list(theirs.events())
        assert ours.latest() == theirs.latest()
        for identifier in ("1@x", "2@x", "3@x"):
            assert ours.of_message(identifier) == theirs.of_message(identifier)
        for address in (*ours.latest(), "nobody@x.example"):
            assert ours.last(address) == theirs.last(address) == ours.latest().get(address)


@pytest.mark.django_db(transaction=True)
def test_who_sends_has_each_row_on_the_disk_before_it_counts(case: Case) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("only SQLite is told to wait for the disk")
    lease = Lease(job_id=0, token="x")
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous=NORMAL")
        DeskRecord(case, "partners", 1)
        before = cursor.execute("PRAGMA synchronous").fetchone()
        DeskRecord(case, "partners", 1, lease)
        after = cursor.execute("PRAGMA synchronous").fetchone()
        cursor.execute("PRAGMA synchronous=NORMAL")

    assert (before, after) == ((1,), (2,))


def test_kinds_and_rounds_know_nothing_of_each_other(case: Case) -> None:
    DeskRecord(case, "partners", 1).add(events()[0])

    assert DeskRecord(case, "partners", 2).latest() == {}
    assert DeskRecord(case, "affected", 1).latest() == {}


def test_whoever_lost_the_lease_writes_nothing(case: Case) -> None:
    job, _ = ask_for(Kind.NOTICE, "notice:1")
    lease = take(job.pk)
    assert lease is not None
    record = DeskRecord(case, "partners", 1, Lease(job_id=job.pk, token="somebody else"))

    with pytest.raises(LeaseLostError):
        record.add(events()[0])

    assert not NoticeEvent.objects.exists()
    DeskRecord(case, "partners", 1, lease).add(events()[1])
    assert Job.objects.get().done == 1


def test_a_partner_counts_as_told_until_the_mail_comes_back(case: Case) -> None:
    partner = Partner.objects.create(case=case, address="B@x.example")
    record = DeskRecord(case, "partners", 1)
    record.add(events()[1])
    told = list(partner.notices.values_list("status", "how"))
    record.add(events()[4])

    assert told == [("sent", "mail")]
    assert list(partner.notices.values_list("status", "how")) == [("bounced", "mail")]
