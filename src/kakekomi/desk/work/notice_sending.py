"""Send approved notices in short runs, each mail once however often the sender is killed.

A run lasts some seconds and then lets other work have its turn; the record says where the next one
goes on. What an exercise sends is written down and goes nowhere.
"""

import platform
import time
from contextlib import closing
from datetime import timedelta
from itertools import islice
from typing import Final

from django.conf import settings
from django.db.models import Count
from django.utils import timezone

from kakekomi.desk.cases.facts import case_facts
from kakekomi.desk.cases.models import NoticeSent
from kakekomi.desk.cases.service import note
from kakekomi.desk.house.words import word
from kakekomi.desk.work.approved import (
    approval_of,
    dispatch_id,
    is_exercise,
    mail_server,
    notice_of,
)
from kakekomi.desk.work.case_models import Dispatch
from kakekomi.desk.work.heartbeat import beating
from kakekomi.desk.work.ledger import Lease
from kakekomi.desk.work.notice_record import DeskRecord
from kakekomi.facts.errors import ConfigurationError, NotPermittedError, UnavailableError
from kakekomi.notice.address_form import canonical
from kakekomi.notice.case import suspects_of
from kakekomi.notice.mail_server import MailServer
from kakekomi.notice.message import message_id
from kakekomi.notice.notice import Notice, Recipient
from kakekomi.notice.record import REACHED, Event, State
from kakekomi.notice.sending import EverythingRefusedError, Pace, Sending

RUN_S: Final = 20.0
"""Of sending at a stretch; so long other work waits."""

REST: Final = timedelta(minutes=5)
"""Before somebody is tried again whom the server put off; grey-listing asks for that much."""

MAX_TRIES: Final = 6
"""Of one mail that the server puts off: half an hour. Then a person has to call."""

AWAY: Final = timedelta(minutes=2)
"""Before a server is tried again that was not there."""

MAX_AWAY: Final = timedelta(hours=12)
"""Since it last took a mail. Then somebody has to look; by hand it goes on at any time."""

EXERCISE_BATCH: Final = 200
"""Rows a transaction."""


def send(lease: Lease) -> timedelta | None:
    """One run of a dispatch; the pause before the next, None if there is none.

    Raises:
        LeaseLostError: somebody else sends it.
    """
    dispatch = Dispatch.objects.select_related("case__organization").get(
        pk=dispatch_id(lease.job.key)
    )
    if dispatch.is_stopped or dispatch.ended_at is not None:
        return None
    notice = notice_of(dispatch)
    lease.set_total(dispatch.recipients)
    record = DeskRecord(dispatch.case, dispatch.kind, dispatch.round, lease)
    if dispatch.is_exercise or is_exercise(dispatch.case):
        _practise(notice, record)
        _end(dispatch, notice, record, lease)
        return None
    server = mail_server()
    if server is None:
        raise ConfigurationError("no mail server is set")
    if _is_suspect(dispatch, notice, server[0]):
        _halt(dispatch, word("work.notice.suspect"))
        return None
    try:
        with beating(lease):
            _run(dispatch, notice, record, server)
    except (EverythingRefusedError, NotPermittedError) as error:
        _halt(dispatch, str(error))
        return None
    except UnavailableError as error:
        return _away(dispatch, record, str(error))
    return _rest(dispatch, notice, record, lease)


def _is_suspect(dispatch: Dispatch, notice: Notice, server: MailServer) -> bool:
    """Whether what sends has come under suspicion since the notice was approved."""
    suspects = suspects_of(case_facts(dispatch.case))
    sending = {canonical(notice.sender_address), canonical(server.user)}
    return bool(sending & suspects.addresses) or platform.node().casefold() in suspects.hostnames


def _halt(dispatch: Dispatch, reason: str) -> None:
    """Go no further until a person says so."""
    Dispatch.objects.filter(pk=dispatch.pk).update(is_stopped=True, trouble=reason)


def _run(
    dispatch: Dispatch, notice: Notice, record: DeskRecord, server: tuple[MailServer, str]
) -> None:
    pace = Pace(per_minute=settings.CONFIG.mail_per_minute, rounds=1, rest_s=REST.total_seconds())
    ends_s = time.monotonic() + RUN_S
    sending = Sending(notice, approval_of(dispatch), record, pace)
    with closing(sending.run(*server)) as events:
        for _ in events:
            is_stopped = Dispatch.objects.filter(pk=dispatch.pk, is_stopped=True).exists()
            if is_stopped or time.monotonic() >= ends_s:
                return


def _rest(dispatch: Dispatch, notice: Notice, record: DeskRecord, lease: Lease) -> timedelta | None:
    """How long to wait before the next run."""
    _give_up(record)
    if Dispatch.objects.filter(pk=dispatch.pk, trouble__gt="").update(trouble=""):
        dispatch.trouble = ""
    latest = record.latest()
    waiting = [latest.get(one.address) for one in notice.recipients]
    if any(event is None or event.state is State.NOT_SENT for event in waiting):
        return timedelta(seconds=60 / settings.CONFIG.mail_per_minute)
    deferred = [event.at for event in waiting if event and event.state is State.DEFERRED]
    if not deferred:
        _end(dispatch, notice, record, lease)
        return None
    return max(min(deferred) + REST - timezone.now(), timedelta(seconds=1))


def _give_up(record: DeskRecord) -> None:
    """Those whom the server put off too often: they have to be told by another way."""
    counted = record.rows.filter(state=State.DEFERRED).values("address").annotate(n=Count("pk"))
    tired = {row["address"] for row in counted if row["n"] >= MAX_TRIES}
    for event in record.latest().values():
        if event.address in tired and event.state is State.DEFERRED:
            record.add(_after(event, State.REFUSED, f"put off {MAX_TRIES} times: {event.detail}"))


def _after(event: Event, state: State, detail: str) -> Event:
    return Event(
        at=timezone.now(),
        address=event.address,
        state=state,
        message_id=event.message_id,
        digest=event.digest,
        detail=detail,
    )


def _away(dispatch: Dispatch, record: DeskRecord, reason: str) -> timedelta | None:
    took = record.rows.filter(state=State.SENT).order_by("pk").last()
    since = max(dispatch.approved_at, took.at) if took is not None else dispatch.approved_at
    is_over = timezone.now() - since > MAX_AWAY
    Dispatch.objects.filter(pk=dispatch.pk).update(trouble=reason, is_stopped=is_over)
    return None if is_over else AWAY


def _practise(notice: Notice, record: DeskRecord) -> None:
    """Write down that all were told, in an exercise; nothing leaves this process."""
    known = record.latest()
    left = iter([one for one in notice.recipients if one.address not in known])
    while batch := list(islice(left, EXERCISE_BATCH)):
        for one in batch:
            record.add(_practised(notice, one))


def _practised(notice: Notice, recipient: Recipient) -> Event:
    return Event(
        at=timezone.now(),
        address=recipient.address,
        state=State.SENT,
        message_id=message_id(notice, recipient.address),
        digest=notice.digest,
        detail="exercise: nothing was sent",
    )


def _end(dispatch: Dispatch, notice: Notice, record: DeskRecord, lease: Lease) -> None:
    """Nobody is left to be sent to: the case learns it, and how many were reached of all."""
    latest = record.latest()
    events = [latest.get(one.address) for one in notice.recipients]
    reached = sum(event is not None and event.state in REACHED for event in events)
    with lease.batch(done=0):
        if not Dispatch.objects.filter(pk=dispatch.pk, ended_at=None).update(
            ended_at=timezone.now()
        ):
            return
        if reached:
            NoticeSent.objects.get_or_create(
                case=dispatch.case,
                kind=dispatch.kind,
                partner=None,
                how="mail",
                whom=word("work.notice.so_many", count=reached),
                at__gte=dispatch.approved_at,
                defaults={"at": timezone.now()},
            )
        kind = word(f"cases.notice_kind.{dispatch.kind}")
        counts = {"reached": reached, "count": len(events)}
        note(dispatch.case, word("work.notice.timeline_end", kind=kind, **counts))
