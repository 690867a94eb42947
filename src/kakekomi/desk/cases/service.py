"""Changes of a case: each in one transaction, with its line in the audit log and the timeline."""

from collections.abc import Iterable
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from kakekomi.desk.cases import models
from kakekomi.desk.cases.facts import subject_of
from kakekomi.desk.cases.standing import standing_of
from kakekomi.desk.checks.models import Check
from kakekomi.desk.house.audit import record
from kakekomi.desk.house.models import Organization, User
from kakekomi.desk.house.words import word
from kakekomi.desk.portal.models import Receipt
from kakekomi.facts.errors import NotPermittedError
from kakekomi.facts.pc_tables import OsVersion, SystemInfo
from kakekomi.facts.report_tables import EmocheckReport
from kakekomi.facts.subject import SubjectFacts
from kakekomi.guide.closing import CLOSE_STEP

MAX_HOSTNAME_CHARS: Final = 100


def open_case(
    organization: Organization, title: str, actor: User, *, receipt: Receipt | None = None
) -> models.Case:
    """Open a case; the answers of a receipt come along."""
    now = timezone.now()
    with transaction.atomic():
        case = models.Case.objects.create(
            organization=organization, title=title, receipt=receipt, opened_at=now
        )
        for given in receipt.given if receipt else ():
            models.Answer.objects.create(
                case=case,
                subject=subject_of(case),
                question=given.question,
                value=given.choice,
                answered_at=receipt.created_at if receipt else now,
            )
        for check in receipt.checks.all() if receipt else ():
            models.CaseCheck.objects.create(case=case, checked=check, pc=_pc_of(case, check))
        note(case, word("cases.timeline.opened", title=title), actor)
        _log(actor, "case.opened", case, after={"title": title})
    return case


def note(case: models.Case, text: str, actor: User | None = None) -> None:
    """Add a line to the timeline."""
    models.TimelineEntry.objects.create(
        case=case, at=timezone.now(), text=text[:1000], said_by=str(actor) if actor else ""
    )


def add_pc(case: models.Case, pc: models.Pc, actor: User) -> models.Pc:
    """Add a PC; one of the same name is given back as it is."""
    known = case.pcs.filter(hostname__iexact=pc.hostname).first()
    if known is not None:
        return known
    with transaction.atomic():
        pc.case = case
        pc.save(force_insert=True)
        _log(actor, "pc.added", case, after={"hostname": pc.hostname, "platform": pc.platform})
    return pc


def attach(
    case: models.Case, checks: Iterable[Check], actor: User | str, pc: models.Pc | None = None
) -> int:
    """Take checks into the case, those of PCs under their PC; give how many were new."""
    added = 0
    with transaction.atomic():
        for check in checks:
            link, is_new = models.CaseCheck.objects.get_or_create(
                case=case, checked=check, defaults={"pc": pc or _pc_of(case, check)}
            )
            if not is_new:
                continue
            added += 1
            verdict = check.current.verdict
            about = link.pc.hostname if link.pc else check.subject
            words = word("cases.timeline.checked", about=about, verdict=_verdict(verdict))
            models.TimelineEntry.objects.create(
                case=case, at=timezone.now(), text=words[:1000], said_by=str(actor)
            )
            _log(
                actor,
                "check.attached",
                case,
                after={"check": check.pk, "pc": link.pc_id, "verdict": verdict},
            )
    return added


def _verdict(verdict: str) -> str:
    return word(f"cases.verdict.{verdict}")


def _pc_of(case: models.Case, check: Check) -> models.Pc | None:
    """The PC that the check names; a new one if nobody has entered it yet."""
    if check.kind == "mail":
        return None
    facts = check.subject_facts
    hostname = _hostname(facts)[:MAX_HOSTNAME_CHARS]
    if not hostname:
        return None
    known = case.pcs.filter(hostname__iexact=hostname).first()
    return known or models.Pc.objects.create(
        case=case, hostname=hostname, platform=_platform(facts)
    )


def _hostname(facts: SubjectFacts) -> str:
    names = [row.hostname for row in facts.of(EmocheckReport)]
    names += [row.hostname for row in facts.of(SystemInfo)]
    return next((name.strip() for name in names if name and name.strip()), "")


def _platform(facts: SubjectFacts) -> str:
    return next((row.platform for row in facts.of(OsVersion) if row.platform), "windows")


def declare(case: models.Case, step: str, subject: str, actor: User, said: str = "") -> None:
    """Write down that somebody says a step is done."""
    with transaction.atomic():
        _, is_new = models.Declaration.objects.get_or_create(
            case=case,
            step=step,
            subject=subject,
            defaults={"said_by": str(actor), "note": said[:500], "at": timezone.now()},
        )
        if is_new:
            _log(actor, "step.declared", case, after={"step": step, "subject": subject})


def take_back(case: models.Case, step: str, subject: str, actor: User) -> None:
    """Take a declaration back: it was not so."""
    with transaction.atomic():
        gone, _ = case.declarations.filter(step=step, subject=subject).delete()
        if gone:
            _log(actor, "step.taken_back", case, before={"step": step, "subject": subject})


def close(case: models.Case, actor: User) -> None:
    """Close the case.

    Raises:
        NotPermittedError: something stands in the way; ``standing_of(case).closing`` says what.
    """
    with transaction.atomic():
        if not standing_of(case).closing.can_close:
            raise NotPermittedError("steps of the case are open")
        declare(case, CLOSE_STEP, subject_of(case), actor)
        case.closed_at = timezone.now()
        case.save(update_fields=["closed_at"])
        note(case, word("cases.timeline.closed"), actor)
        _log(actor, "case.closed", case, after={"closed_at": case.closed_at.isoformat()})


def reopen(case: models.Case, actor: User) -> None:
    """Open it again: something new came up."""
    with transaction.atomic():
        take_back(case, CLOSE_STEP, subject_of(case), actor)
        case.closed_at = None
        case.save(update_fields=["closed_at"])
        note(case, word("cases.timeline.reopened"), actor)
        _log(actor, "case.reopened", case)


def _log(
    actor: User | str, action: str, case: models.Case, *, before: Any = None, after: Any = None
) -> None:
    record(actor, action, case, before=before, after=after, organization=case.organization)
