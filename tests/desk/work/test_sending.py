from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone
from pytest_django.fixtures import Settings

from desk.work.failing_mail import Choosy
from kakekomi.desk.work.ledger import MAX_ATTEMPTS, ask_for, take
from kakekomi.desk.work.models import Job, Kind, MailState, Outgoing, State
from kakekomi.desk.work.tasks import perform

pytestmark = pytest.mark.django_db


def make_mail(name: str, state: MailState = MailState.WAITING) -> Outgoing:
    return Outgoing.objects.create(
        key=name, address=f"{name}@aoba.example", subject_line="件名", text="本文", state=state
    )


def send() -> Job:
    """One attempt; the pause before it is over."""
    job, _ = ask_for(Kind.MAIL, "mail:test")
    Job.objects.filter(pk=job.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
    lease = take(job.pk)
    if lease is not None:
        perform(lease)
    job.refresh_from_db()
    return job


def states() -> list[tuple[str, str]]:
    return [(one.key, one.state) for one in Outgoing.objects.order_by("pk")]


def test_each_mail_goes_out_once() -> None:
    make_mail("a")
    make_mail("b")

    assert (send().state, send().state) == (State.DONE, State.DONE)

    assert [message.to[0] for message in mail.outbox] == ["a@aoba.example", "b@aoba.example"]
    assert states() == [("a", "sent"), ("b", "sent")]


def test_what_may_have_gone_is_not_sent_again() -> None:
    make_mail("a", MailState.SENDING)
    make_mail("b")

    send()

    assert [message.to[0] for message in mail.outbox] == ["b@aoba.example"]
    assert states() == [("a", "unsure"), ("b", "sent")]


def test_while_the_server_is_away_mails_wait_and_then_a_person_is_asked(
    settings: Settings,
) -> None:
    settings.EMAIL_BACKEND = "desk.work.failing_mail.Absent"
    make_mail("a")
    make_mail("b")

    job = send()
    assert (job.state, job.trouble) == (State.WAITING, "NotTakenError: no answer")
    assert states() == [("a", "waiting"), ("b", "waiting")]

    for _ in range(MAX_ATTEMPTS - 1):
        send()
    assert states() == [("a", "failed"), ("b", "waiting")]


def test_the_server_comes_back_and_nothing_was_lost(settings: Settings) -> None:
    make_mail("a")
    backend = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = "desk.work.failing_mail.Absent"
    send()
    settings.EMAIL_BACKEND = backend

    assert send().state == State.DONE
    assert states() == [("a", "sent")]


def test_one_who_is_refused_holds_up_nobody(settings: Settings) -> None:
    settings.EMAIL_BACKEND = "desk.work.failing_mail.Choosy"
    Choosy.taken.clear()
    make_mail("gone")
    make_mail("b")

    assert send().state == State.DONE

    assert Choosy.taken == ["b@aoba.example"]
    assert states() == [("gone", "failed"), ("b", "sent")]
