"""Notices that a manager has let go, for the tests of sending."""

import msgspec
from django.utils import timezone

from kakekomi.desk.cases.models import Case
from kakekomi.desk.work.approved import job_key
from kakekomi.desk.work.case_models import Dispatch
from kakekomi.desk.work.ledger import ask_for, take
from kakekomi.desk.work.models import Job, Kind
from kakekomi.desk.work.notice_record import DeskRecord
from kakekomi.desk.work.tasks import perform
from kakekomi.notice.notice import Notice


def make_dispatch(case: Case, notice: Notice, **more: object) -> Dispatch:
    """As approved, with its job waiting."""
    dispatch = Dispatch.objects.create(
        case=case,
        kind=notice.kind,
        language=notice.language,
        notice=msgspec.json.encode(notice).decode(),
        digest=notice.digest,
        recipients=len(notice.recipients),
        approved_by="社長",
        approved_at=timezone.now(),
        **more,
    )
    ask_for(Kind.NOTICE, job_key(dispatch))
    return dispatch


def run_once(dispatch: Dispatch) -> Job:
    """One run of its job, whenever it was to come."""
    job = Job.objects.get(key=job_key(dispatch))
    Job.objects.filter(pk=job.pk).update(lease_until=None)
    lease = take(job.pk)
    if lease is not None:
        perform(lease)
    job.refresh_from_db()
    dispatch.refresh_from_db()
    return job


def states(dispatch: Dispatch) -> dict[str, str]:
    """Where each recipient stands."""
    latest = DeskRecord(dispatch.case, dispatch.kind, dispatch.round).latest()
    return {address: event.state.value for address, event in latest.items()}
