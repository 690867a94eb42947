"""Background work that survives the death of whoever does it.

A job is taken by a lease. Each batch of it is one transaction that does the work, moves the job's
cursor and renews the lease; it fails as a whole if the lease is somebody else's by now. So a worker
that is killed leaves the job where its last transaction ended, and one that was only slow cannot
write after another has taken over.
"""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from kakekomi.desk.work.models import Job, Kind, State

LEASE: Final = timedelta(seconds=60)
"""Ten times what the slowest batch took; a dead worker's job lies that long."""

MAX_ATTEMPTS: Final = 5
"""Without progress: what fails five times running fails for a reason."""

BACKOFF: Final = timedelta(seconds=10)
"""After the first failure; twice as long after each further one."""

MAX_TROUBLE_CHARS: Final = 2_000
"""Of an error that is kept: its type and message, not a server's whole answer."""


class LeaseLostError(Exception):
    """Somebody else works on the job; what was done since the last batch is rolled back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lease:
    """The right to work on a job for a while."""

    job_id: int
    token: str

    @property
    def job(self) -> Job:
        """The job as it stands now."""
        return Job.objects.get(pk=self.job_id)

    @contextmanager
    def batch(self, *, done: int, cursor: int | None = None) -> Iterator[None]:
        """One transaction of work, counted as done when it is committed.

        Raises:
            LeaseLostError: the job is somebody else's.
        """
        with transaction.atomic():
            moved = {} if cursor is None else {"cursor": cursor}
            mine = Job.objects.filter(pk=self.job_id, lease=self.token, state=State.RUNNING)
            if not mine.update(
                done=F("done") + done, attempts=0, lease_until=timezone.now() + LEASE, **moved
            ):
                raise LeaseLostError(self.job_id)
            yield

    def renew(self, *, done: int) -> None:
        """Still at work that begins anew if this process dies: so much of it has passed by.

        It is no progress: what fails again and again is given up all the same.

        Raises:
            LeaseLostError: the job is somebody else's.
        """
        mine = Job.objects.filter(pk=self.job_id, lease=self.token, state=State.RUNNING)
        if not mine.update(done=done, lease_until=timezone.now() + LEASE):
            raise LeaseLostError(self.job_id)

    def set_total(self, total: int) -> None:
        """Say how much there is to do."""
        Job.objects.filter(pk=self.job_id, lease=self.token).update(total=total)


def ask_for(kind: Kind, key: str) -> tuple[Job, bool]:
    """The job of that key, and whether it is new; made in the transaction of whoever asks."""
    with transaction.atomic():
        return Job.objects.get_or_create(key=key, defaults={"kind": kind})


def due() -> list[int]:
    """Jobs that nobody works on, the oldest first."""
    return list(_free().order_by("pk").values_list("pk", flat=True))


def take(job_id: int) -> Lease | None:
    """A lease on the job; None if it is done, given up, or somebody works on it."""
    lease = Lease(job_id=job_id, token=secrets.token_hex(16))
    now = timezone.now()
    with transaction.atomic():
        _free().filter(pk=job_id, attempts__gte=MAX_ATTEMPTS).update(
            state=State.FAILED, ended_at=now
        )
        taken = (
            _free()
            .filter(pk=job_id)
            .update(
                state=State.RUNNING,
                lease=lease.token,
                lease_until=now + LEASE,
                attempts=F("attempts") + 1,
            )
        )
        Job.objects.filter(pk=job_id, started_at=None).update(started_at=now)
    return lease if taken else None


def finish(lease: Lease) -> None:
    """Say that all is done. Raises: LeaseLostError."""
    mine = Job.objects.filter(pk=lease.job_id, lease=lease.token, state=State.RUNNING)
    if not mine.update(state=State.DONE, ended_at=timezone.now(), lease_until=None, trouble=""):
        raise LeaseLostError(lease.job_id)


def pause(lease: Lease, pause: timedelta) -> None:
    """Let others have their turn, and go on after the pause. Raises: LeaseLostError."""
    mine = Job.objects.filter(pk=lease.job_id, lease=lease.token, state=State.RUNNING)
    until = timezone.now() + pause
    if not mine.update(state=State.WAITING, lease="", lease_until=until, attempts=0, trouble=""):
        raise LeaseLostError(lease.job_id)


def give_back(lease: Lease, trouble: str) -> None:
    """Let somebody try again later; after too many attempts it is given up."""
    job = lease.job
    state = State.FAILED if job.attempts >= MAX_ATTEMPTS else State.WAITING
    pause = BACKOFF * 2 ** max(job.attempts - 1, 0)
    Job.objects.filter(pk=lease.job_id, lease=lease.token, state=State.RUNNING).update(
        state=state,
        lease="",
        lease_until=timezone.now() + pause,
        trouble=trouble[:MAX_TROUBLE_CHARS],
    )


def try_again(job: Job) -> None:
    """Take up again what was given up."""
    Job.objects.filter(pk=job.pk, state=State.FAILED).update(
        state=State.WAITING, attempts=0, lease="", lease_until=None, ended_at=None
    )


def reopen(job: Job) -> None:
    """Take up again what is at its end, however it ended."""
    Job.objects.filter(pk=job.pk, state__in=[State.DONE, State.FAILED]).update(
        state=State.WAITING, attempts=0, lease="", lease_until=None, ended_at=None, trouble=""
    )


def _free() -> QuerySet[Job]:
    now = timezone.now()
    return Job.objects.filter(state__in=[State.WAITING, State.RUNNING]).filter(
        Q(lease_until=None) | Q(lease_until__lt=now)
    )
