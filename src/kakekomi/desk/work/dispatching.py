"""What would be sent to whom, what speaks against it, and letting it go out.

A dispatch is the notice as the manager saw it: text and every recipient, under one digest. What is
changed afterwards is another notice and needs another approval.
"""

import platform
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import msgspec
from django.db import transaction
from django.utils import timezone

from kakekomi.desk.cases.drafting import NoticePage, Way, notice_page
from kakekomi.desk.cases.models import Case
from kakekomi.desk.cases.recipients import listed
from kakekomi.desk.cases.service import log, note
from kakekomi.desk.cases.standing import standing_of
from kakekomi.desk.house.models import User
from kakekomi.desk.house.words import word
from kakekomi.desk.work.approved import is_exercise, job_key, mail_server
from kakekomi.desk.work.case_models import Dispatch
from kakekomi.desk.work.ledger import ask_for, reopen
from kakekomi.desk.work.models import Job, Kind
from kakekomi.desk.work.models import State as JobState
from kakekomi.desk.work.notice_record import DeskRecord
from kakekomi.desk.work.tasks import wake
from kakekomi.facts.errors import ConfigurationError, NotPermittedError
from kakekomi.notice.checker import MAILED
from kakekomi.notice.correspondence import Person
from kakekomi.notice.notice import Notice, Recipient
from kakekomi.notice.record import REACHED, State
from kakekomi.notice.settle import settled
from kakekomi.notice.template import read_text
from kakekomi.packs.model import Language
from kakekomi.packs.notices import NoticeKind

MAX_RECIPIENTS: Final = 50_000
"""Of one notice: half the day and night at a hundred a minute."""


class Bar(StrEnum):
    """What stands in the way besides the checker."""

    NOT_MAILED = "not_mailed"
    """This kind is words only."""
    NOT_APPROVED = "not_approved"
    """The text waits for the manager."""
    NOBODY = "nobody"
    TOO_MANY = "too_many"
    NO_SERVER = "no_server"
    AT_WORK = "at_work"
    """One of that kind is going out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A notice that could go out."""

    notice: Notice
    page: NoticePage
    bars: tuple[Bar, ...]
    told: int
    """Recipients who were told in this round and are left alone."""
    number: int
    """Of the round."""

    @property
    def may_go(self) -> bool:
        """Whether nothing speaks against it."""
        return not self.bars and not self.page.points

    @property
    def digest(self) -> str:
        """What is approved."""
        return self.notice.digest


def proposal(
    case: Case, kind: NoticeKind, language: Language, *, is_new_round: bool = False
) -> Proposal:
    """What would go out now."""
    people = listed(case, kind)
    page = notice_page(standing_of(case), kind, language, _way(people))
    text = read_text(page.text)
    number = round_of(case, kind) + is_new_round
    told = {
        address
        for address, event in DeskRecord(case, kind, number).latest().items()
        if event.state in REACHED
    }
    return Proposal(
        notice=Notice(
            kind=kind,
            language=language,
            sender_name=page.statement.organization,
            sender_address=page.statement.sender_address.strip(),
            subject_line=text.subject_line,
            text=text.text,
            recipients=tuple(Recipient(address=one.address, name=one.name) for one in people),
        ),
        page=page,
        bars=tuple(_bars(case, page, people)),
        told=sum(one.address in told for one in people),
        number=number,
    )


def _way(people: Iterable[Person]) -> Way:
    named = {text for one in people for text in (one.name, one.address)}
    named |= {one.address.rpartition("@")[2] for one in people}
    server = mail_server()
    return Way(
        names=frozenset(filter(None, named)),
        login=server[0].user if server else "",
        hostname=platform.node(),
    )


def _bars(case: Case, page: NoticePage, people: tuple[Person, ...]) -> Iterable[Bar]:
    if page.kind not in MAILED:
        yield Bar.NOT_MAILED
    if page.draft is None or page.draft.approved_at is None:
        yield Bar.NOT_APPROVED
    if not people:
        yield Bar.NOBODY
    if len(people) > MAX_RECIPIENTS:
        yield Bar.TOO_MANY
    if not is_exercise(case) and mail_server() is None:
        yield Bar.NO_SERVER
    if case.dispatches.filter(kind=page.kind, ended_at=None, is_stopped=False).exists():
        yield Bar.AT_WORK


def round_of(case: Case, kind: str) -> int:
    """The round that the newest dispatch of the kind belongs to; 1 before the first."""
    newest = case.dispatches.filter(kind=kind).first()
    return newest.round if newest else 1


def let_go(wanted: Proposal, case: Case, actor: User) -> Dispatch:
    """Write the manager's approval down and have it sent.

    Raises:
        NotPermittedError: something speaks against it, or it has gone out already.
    """
    if not wanted.may_go:
        raise NotPermittedError("something speaks against this notice")
    notice = wanted.notice
    with transaction.atomic():
        dispatch, is_new = Dispatch.objects.get_or_create(
            case=case,
            digest=notice.digest,
            round=wanted.number,
            defaults={
                "kind": notice.kind,
                "language": notice.language,
                "notice": msgspec.json.encode(notice).decode(),
                "recipients": len(notice.recipients),
                "is_exercise": is_exercise(case),
                "approved_by": str(actor),
                "approved_at": timezone.now(),
            },
        )
        if not is_new or not _is_only_one(dispatch):
            raise NotPermittedError("this has gone out, or another one is going out")
        kind, count = word(f"cases.notice_kind.{notice.kind}"), len(notice.recipients)
        note(case, word("work.notice.timeline_go", kind=kind, count=count), actor)
        after = {"kind": notice.kind, "digest": notice.digest, "recipients": count}
        log(actor, "notice.dispatched", case, after=after)
        _wake(dispatch)
    return dispatch


def stop(dispatch: Dispatch, actor: User) -> None:
    """Send no more of it, from the next mail on."""
    with transaction.atomic():
        if Dispatch.objects.filter(pk=dispatch.pk, ended_at=None).update(is_stopped=True):
            log(actor, "notice.stopped", dispatch.case, after={"digest": dispatch.digest})


def go_on(dispatch: Dispatch, actor: User) -> None:
    """Send the rest: after a stop, when the server is back, or after something was settled.

    Raises:
        NotPermittedError: another notice of the kind is going out, or was let go after it.
    """
    with transaction.atomic():
        if not _is_only_one(dispatch) or _is_replaced(dispatch):
            raise NotPermittedError("another notice of the kind is going out or went out later")
        Dispatch.objects.filter(pk=dispatch.pk).update(is_stopped=False, ended_at=None, trouble="")
        log(actor, "notice.resumed", dispatch.case, after={"digest": dispatch.digest})
        _wake(dispatch)


def settle(case: Case, kind: str, address: str, *, is_sent: bool, actor: User) -> None:
    """Write down what somebody found out about a mail in doubt.

    While a sender is at work it may get the server's answer in this very moment; what is said
    before would have the mail sent a second time. So the job is held for as long as it is looked.

    Raises:
        NotPermittedError: it is on its way just now.
        ConfigurationError: there is nothing to settle.
    """
    newest = case.dispatches.filter(kind=kind).first()
    with transaction.atomic():
        held = Job.objects.select_for_update().filter(key=job_key(newest) if newest else "")
        job = held.first()
        record = DeskRecord(case, kind, round_of(case, kind))
        event = record.last(address)
        if event is None:
            raise ConfigurationError(f"nothing was sent to {address!r}")
        is_at_work = job is not None and job.state == JobState.RUNNING
        if is_at_work and event.state is State.SENDING:
            raise NotPermittedError("this mail is on its way")
        record.add(settled(event, is_sent=is_sent, by=str(actor), at=timezone.now()))
        after = {"address": event.address, "is_sent": is_sent, "kind": kind}
        log(actor, "notice.settled", case, before=event.state.value, after=after)


def _is_replaced(dispatch: Dispatch) -> bool:
    """Whether the manager let a later notice go: what the older one says is no longer so."""
    return Dispatch.objects.filter(
        case=dispatch.case_id, kind=dispatch.kind, pk__gt=dispatch.pk
    ).exists()


def _wake(dispatch: Dispatch) -> None:
    """One job for the life of a dispatch, so that there is one lease and never two senders."""
    job, _ = ask_for(Kind.NOTICE, job_key(dispatch))
    reopen(job)
    wake(job)


def _is_only_one(dispatch: Dispatch) -> bool:
    """Whether no other notice of the kind is going out; the case is locked meanwhile."""
    Case.objects.select_for_update().get(pk=dispatch.case_id)
    others = Dispatch.objects.filter(case=dispatch.case_id, kind=dispatch.kind)
    return not others.exclude(pk=dispatch.pk).filter(ended_at=None, is_stopped=False).exists()
