from datetime import timedelta

import pytest
from django.utils import timezone

from kakekomi.desk.work.ledger import (
    LEASE,
    MAX_ATTEMPTS,
    Lease,
    LeaseLostError,
    ask_for,
    due,
    finish,
    give_back,
    take,
    try_again,
)
from kakekomi.desk.work.models import Job, Kind, State

pytestmark = pytest.mark.django_db


def taken(job: Job) -> Lease:
    lease = take(job.pk)
    assert lease is not None
    return lease


def expire(job: Job) -> None:
    """As if the lease had run out."""
    Job.objects.filter(pk=job.pk).update(lease_until=timezone.now() - timedelta(seconds=1))


def test_work_asked_for_twice_is_one_job() -> None:
    first, is_new = ask_for(Kind.LINKS, "links:1")
    second, is_new_again = ask_for(Kind.LINKS, "links:1")

    assert (first, is_new, is_new_again) == (second, True, False)


def test_a_job_that_is_taken_is_nobody_elses_until_the_lease_runs_out() -> None:
    job, _ = ask_for(Kind.LINKS, "links:1")
    taken(job)

    assert (take(job.pk), due()) == (None, [])
    expire(job)
    assert due() == [job.pk]
    assert take(job.pk) is not None


def test_who_lost_the_lease_writes_nothing_more() -> None:
    job, _ = ask_for(Kind.LINKS, "links:1")
    slow = taken(job)
    expire(job)
    fast = taken(job)

    with pytest.raises(LeaseLostError), slow.batch(done=1, cursor=1):
        Job.objects.create(kind=Kind.MAIL, key="written by the slow one")
    with pytest.raises(LeaseLostError):
        finish(slow)
    with fast.batch(done=2, cursor=7):
        pass
    finish(fast)

    job.refresh_from_db()
    assert (job.state, job.done, job.cursor) == (State.DONE, 2, 7)
    assert list(Job.objects.values_list("key", flat=True)) == ["links:1"]


def test_a_batch_that_fails_is_not_counted() -> None:
    job, _ = ask_for(Kind.LINKS, "links:1")
    lease = taken(job)

    with pytest.raises(RuntimeError), lease.batch(done=5, cursor=5):
        raise RuntimeError

    assert (lease.job.done, lease.job.cursor) == (0, 0)


def test_a_batch_renews_the_lease() -> None:
    job, _ = ask_for(Kind.LINKS, "links:1")
    lease = taken(job)
    soon = timezone.now() + timedelta(seconds=1)
    Job.objects.filter(pk=job.pk).update(lease_until=soon)

    with lease.batch(done=1):
        pass

    until = lease.job.lease_until
    assert until is not None
    assert until > soon + LEASE / 2


def test_what_fails_again_and_again_is_given_up_until_a_person_looks() -> None:
    job, _ = ask_for(Kind.LINKS, "links:1")
    for _ in range(MAX_ATTEMPTS):
        give_back(taken(job), "no answer")
        expire(job)

    job.refresh_from_db()
    assert (job.state, job.trouble, take(job.pk)) == (State.FAILED, "no answer", None)
    try_again(job)
    assert take(job.pk) is not None


def test_a_worker_that_dies_again_and_again_is_given_up_too() -> None:
    job, _ = ask_for(Kind.LINKS, "links:1")
    for _ in range(MAX_ATTEMPTS):
        taken(job)
        expire(job)

    assert take(job.pk) is None
    job.refresh_from_db()
    assert job.state == State.FAILED


def test_after_a_failure_the_job_rests() -> None:
    job, _ = ask_for(Kind.LINKS, "links:1")
    give_back(taken(job), "no answer")

    assert due() == []


def test_the_bar_is_full_only_at_the_end() -> None:
    assert Job(done=0, total=0).percent == 0
    assert Job(done=1, total=4).percent == 25
    assert Job(done=4, total=4).percent == 99
    assert Job(done=4, total=4, state=State.DONE).percent == 100
