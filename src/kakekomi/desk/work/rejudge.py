"""Judge every stored check again by the pack that is current now.

Batches go in the order of the checks' numbers. A verdict by the same pack is left alone, so doing
a batch twice changes nothing. What is stored by an older pack meanwhile (a process that has not
seen the new one yet) gets a job of its own, see ``tasks.look_for_late_checks``.
"""

import os
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Self

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from kakekomi.desk.checks.models import Check, Verdict
from kakekomi.desk.work.judging import Asked, Judged, Result, judge_in, open_pool
from kakekomi.desk.work.ledger import Lease
from kakekomi.desk.work.loaded import Target, target
from kakekomi.desk.work.models import Job, VerdictChange
from kakekomi.desk.work.notify import queue_mails

BATCH: Final = 200
"""Checks a transaction: some seconds of work, some megabytes of facts."""

MAX_WORKERS: Final = 8
"""Each holds a pack and a database of facts in memory, about 100 MB."""


def rejudge(lease: Lease) -> None:
    """Do the whole job, from where it stands; nothing if a newer pack has come since.

    Raises:
        LeaseLostError: somebody else does it.
    """
    by = target()
    if not is_of(lease.job, by):
        return
    to_do = stale_checks(by)
    job = lease.job
    lease.set_total(job.done + to_do.filter(pk__gt=job.cursor).count())
    with open_pool(by.content, workers()) as pool:
        ahead = _Batch.begun(pool, to_do.filter(pk__gt=job.cursor))
        while (batch := ahead) is not None:
            ahead = _Batch.begun(pool, to_do.filter(pk__gt=batch.last))
            _keep(lease, by, batch)
            if not is_of(job, target()):
                if ahead is not None:
                    ahead.asked.drop()
                return
    with lease.batch(done=0):
        queue_mails(lease.job)


def is_of(job: Job, by: Target) -> bool:
    """Whether the job judges by that pack."""
    return job.key == by.key or job.key.startswith(f"{by.key}:")


def workers() -> int:
    """As many as there are processors for us."""
    return min(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 2, MAX_WORKERS)


def stale_checks(by: Target) -> QuerySet[Check]:
    """Checks that have no current verdict by that pack."""
    by_it = Verdict.objects.filter(
        checked=OuterRef("pk"), is_current=True, pack_id=by.pack_id, pack_version=by.version
    )
    return Check.objects.filter(~Exists(by_it))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Batch:
    """Checks that are being judged; the one before it is stored meanwhile."""

    pks: tuple[int, ...]
    now: datetime
    asked: Asked

    @classmethod
    def begun(cls, pool: ProcessPoolExecutor, checks: QuerySet[Check]) -> Self | None:
        """The next ones; None if there are none."""
        rows = list(checks.order_by("pk").values_list("pk", "facts")[:BATCH])
        if not rows:
            return None
        now = timezone.now().replace(microsecond=0)
        asked = judge_in(pool, [bytes(facts) for _, facts in rows], now=now)
        return cls(pks=tuple(pk for pk, _ in rows), now=now, asked=asked)

    @property
    def last(self) -> int:
        """Number of its last check."""
        return self.pks[-1]


def _keep(lease: Lease, by: Target, batch: _Batch) -> None:
    results = batch.asked.results()
    job = lease.job
    cursor = max(job.cursor, batch.last)
    with lease.batch(done=len(batch.pks), cursor=cursor):
        store(job, by, dict(zip(batch.pks, results, strict=True)), now=batch.now)


def store(job: Job, by: Target, results: dict[int, Result], *, now: datetime) -> None:
    """Make these the current verdicts and note which are others than before."""
    present = set(Check.objects.filter(pk__in=results).values_list("pk", flat=True))
    known = {
        row.checked_id: row
        for row in Verdict.objects.filter(checked__in=present, is_current=True).defer(
            "document", "document_en"
        )
    }
    fresh = [
        _verdict(pk, result, by, now)
        for pk, result in sorted(results.items())
        if pk in present and isinstance(result, Judged) and not _is_by(known.get(pk), by)
    ]
    replaced = [known[one.checked_id].pk for one in fresh if one.checked_id in known]
    Verdict.objects.filter(pk__in=replaced).update(is_current=False)
    Verdict.objects.bulk_create(fresh)
    changes = [
        _change(job, known[one.checked_id], one)
        for one in fresh
        if one.checked_id in known and known[one.checked_id].verdict != one.verdict
    ]
    VerdictChange.objects.bulk_create(changes, ignore_conflicts=True)


def _is_by(verdict: Verdict | None, by: Target) -> bool:
    return verdict is not None and (verdict.pack_id, verdict.pack_version) == (
        by.pack_id,
        by.version,
    )


def _verdict(pk: int, result: Judged, by: Target, now: datetime) -> Verdict:
    return Verdict(
        checked_id=pk,
        pack_id=by.pack_id,
        pack_version=by.version,
        verdict=result.verdict,
        weight_db=result.weight_db,
        document=result.documents[0],
        document_en=result.documents[1],
        judged_at=now,
    )


def _change(job: Job, before: Verdict, after: Verdict) -> VerdictChange:
    return VerdictChange(
        job=job,
        checked_id=after.checked_id,
        pack_id=after.pack_id,
        pack_version=after.pack_version,
        before=before.verdict,
        after=after.verdict,
        at=after.judged_at,
    )
