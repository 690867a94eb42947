"""What the task queue calls: one task, which does any job of the ledger."""

import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Final

from django.db.models import Q
from django.utils import timezone
from django_tasks import task

from kakekomi.desk.work import (
    drill_loading,
    links,
    notice_sending,
    people,
    rejudge,
    sending,
    tracing,
)
from kakekomi.desk.work.ledger import (
    Lease,
    LeaseLostError,
    ask_for,
    due,
    finish,
    give_back,
    pause,
    take,
)
from kakekomi.desk.work.loaded import target
from kakekomi.desk.work.models import Job, Kind

log = logging.getLogger(__name__)

Handler = Callable[[Lease], timedelta | None]
"""Does a job; gives the pause after which it goes on, None if all is done."""

HANDLERS: Final[tuple[tuple[Kind, Handler], ...]] = (
    (Kind.REJUDGE, rejudge.rejudge),
    (Kind.MAIL, sending.send_all),
    (Kind.LINKS, links.check_all),
    (Kind.TRACE, tracing.trace),
    (Kind.PEOPLE, people.learn),
    (Kind.NOTICE, notice_sending.send),
    (Kind.DRILL, drill_loading.load),
)

SWEEPERS: Final[list[Callable[[], int]]] = []
"""Of other apps: each wakes up work of its own and says how much there is."""

routines: Final[list[Callable[[], object]]] = []
"""What other apps want to have done every few seconds; short, and harmless when done twice."""

SETTLED: Final = timedelta(seconds=30)
"""By then every process works by the new pack."""


@task()
def run_job(job_id: int) -> None:
    """Do the job, unless it is done or somebody else does it."""
    lease = take(job_id)
    if lease is not None:
        perform(lease)


def perform(lease: Lease) -> None:
    """Do a job that was taken, and write down how it ended."""
    handler = dict(HANDLERS)[Kind(lease.job.kind)]
    try:
        rest = handler(lease)
        if rest is None:
            finish(lease)
        else:
            pause(lease, rest)
    except LeaseLostError:
        log.warning("job %s was taken over", lease.job_id)
    except Exception as error:
        log.exception("job %s failed", lease.job_id)
        give_back(lease, f"{type(error).__name__}: {error}")


def wake(job: Job) -> None:
    """Have the job done soon; in the transaction that made it."""
    run_job.enqueue(job.pk)


def sweep() -> int:
    """Wake up what nobody works on: after a crash, a restart, a pause. How many."""
    for routine in routines:
        routine()
    look_for_late_checks()
    waiting = due()
    for job_id in waiting:
        run_job.enqueue(job_id)
    return len(waiting) + sum(one() for one in SWEEPERS)


def look_for_late_checks() -> None:
    """Have judged what no verdict of the current pack is on: after a new program or pack.

    While a pack is taken up, other processes still store verdicts by the older one: they get a job
    of their own. One that cannot be judged at all makes one such job and no more.
    """
    by = target()
    jobs = Job.objects.filter(Q(key=by.key) | Q(key__startswith=f"{by.key}:"))
    if jobs.filter(Q(ended_at=None) | Q(ended_at__gt=timezone.now() - SETTLED)).exists():
        return
    late = rejudge.stale_checks(by).order_by("-pk").values_list("pk", flat=True).first()
    if late is not None:
        ask_for(Kind.REJUDGE, f"{by.key}:{late}" if jobs.exists() else by.key)
