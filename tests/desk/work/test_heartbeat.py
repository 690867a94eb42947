"""A lease is kept while its holder waits for somebody else, and no longer."""

import time
from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from kakekomi.desk.work.heartbeat import beating
from kakekomi.desk.work.ledger import ask_for, take
from kakekomi.desk.work.models import Job, Kind

PATIENCE_S = 20.0


def _until() -> datetime:
    until = Job.objects.get().lease_until
    assert until is not None
    return until


@pytest.mark.django_db(transaction=True)
def test_a_lease_does_not_run_out_while_its_holder_waits() -> None:
    job, _ = ask_for(Kind.NOTICE, "notice:1")
    lease = take(job.pk)
    assert lease is not None
    Job.objects.update(lease_until=timezone.now())
    ends = time.monotonic() + PATIENCE_S

    with beating(lease, beat_s=0.05):
        while _until() < timezone.now() and time.monotonic() < ends:
            time.sleep(0.05)

    assert _until() > timezone.now() + timedelta(seconds=30)


@pytest.mark.django_db(transaction=True)
def test_a_lease_that_somebody_else_has_is_left_alone() -> None:
    job, _ = ask_for(Kind.NOTICE, "notice:1")
    lease = take(job.pk)
    assert lease is not None
    until = timezone.now().replace(microsecond=0)
    Job.objects.update(lease="somebody else", lease_until=until)

    with beating(lease, beat_s=0.05):
        time.sleep(0.3)

    assert Job.objects.get().lease_until == until
