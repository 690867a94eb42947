"""Learn from the mailboxes of a case whom to tell: everybody whom they wrote with in a period."""

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Final

import msgspec
from django.db import transaction
from django.utils import timezone

from kakekomi.desk.cases.models import FileRole
from kakekomi.desk.cases.recipients import keep_people, takes_colleagues
from kakekomi.desk.work.apart import ask
from kakekomi.desk.work.case_files import files_of, unpacked
from kakekomi.desk.work.case_models import CaseRun
from kakekomi.desk.work.ledger import Lease
from kakekomi.desk.work.people_reading import Met, Wanted, met_in

MAX_READING_S: Final = 3_600.0
"""A million headers; a mailbox that takes longer holds something else."""


def learn(lease: Lease) -> None:
    """Do the whole job; one that dies begins anew. Raises: LeaseLostError, ParseError."""
    run = CaseRun.objects.select_related("case__organization").get(job=lease.job_id)
    if run.outcome:
        return
    done = [0]

    def heard(count: int) -> None:
        done[0] = count
        lease.renew(done=count)

    with unpacked(lease, run) as place:
        request = msgspec.msgpack.encode(_wanted(run, place))
        answer = ask(met_in, request, most_s=MAX_READING_S, heard=heard)
    met = msgspec.msgpack.decode(answer, type=Met)
    lease.renew(done=done[0])
    lease.set_total(done[0])
    with lease.batch(done=0), transaction.atomic():
        new = keep_people(run.case, run.options["kind"], met.people, run.asked_by)
        run.outcome = {
            "mails": met.mails,
            "new": new,
            "people": len(met.people),
            "left_out": len(met.left_out),
            "doubtful": met.doubtful,
            "is_full": met.is_full,
        }
        run.save(update_fields=["outcome"])


def _wanted(run: CaseRun, place: Path) -> Wanted:
    options = run.options
    until = _midnight(options.get("until"))
    return Wanted(
        paths=tuple(str(place / file.role / file.name) for file in files_of(run)),
        own_domains=tuple(map(str, run.case.organization.own_domains)),
        mailboxes=tuple(options.get("mailboxes", ())),
        since=_midnight(options.get("since")),
        until=until and until + timedelta(days=1),
        is_internal=takes_colleagues(options["kind"]),
    )


def _midnight(day: str | None) -> datetime | None:
    """A day begins at midnight here."""
    if not day:
        return None
    at = date.fromisoformat(day)
    return datetime(at.year, at.month, at.day, tzinfo=timezone.get_current_timezone())


ROLES: Final = (FileRole.ARCHIVE,)
"""Files that teach who is known."""
