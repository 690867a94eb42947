"""Changes of a case: each in one transaction, with its line in the audit log and the timeline."""

from collections.abc import Iterable
from typing import Any, Final

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from kakekomi.desk.cases import models
from kakekomi.desk.cases.facts import subject_of
from kakekomi.desk.cases.standing import standing_of
from kakekomi.desk.checks.models import Check
from kakekomi.desk.house.audit import record
from kakekomi.desk.house.models import Organization, User
from kakekomi.desk.house.words import word
from kakekomi.desk.portal.models import Receipt
from kakekomi.desk.portal.number import typed
from kakekomi.facts.errors import NotPermittedError
from kakekomi.facts.pc_tables import OsVersion, SystemInfo
from kakekomi.facts.report_tables import EmocheckReport
from kakekomi.facts.subject import SubjectFacts
from kakekomi.guide.closing import CLOSE_STEP

MAX_HOSTNAME_CHARS: Final = 100
"""Windows allows 15, DNS 63 in a label; the rest is for a note that somebody wrote beside it."""

Addition = (
    models.Account
    | models.EvidenceItem
    | models.NoticeSent
    | models.Partner
    | models.Person
    | models.TimelineEntry
)
"""What is added to a case by hand."""


def open_case(
    organization: Organization, title: str, actor: User | str, *, receipt: Receipt | None = None
) -> models.Case:
    """Open a case; the answers of a receipt come along."""
    now = timezone.now()
    with transaction.atomic():
        case = models.Case.objects.create(
            organization=organization, title=title, receipt=receipt, opened_at=now
        )
        note(case, word("cases.timeline.opened", title=title), actor)
        log(actor, "case.opened", case, after={"title": title})
        if receipt is not None:
            take_answers(case, receipt, actor)
    return case


def persons_of(case: models.Case, user: User) -> QuerySet[models.Person]:
    """Who in the case the user is: linked to the login, or of the login's mail address.

    Addresses of logins are set by administrators, so that nobody claims another's.
    """
    is_user = Q(user=user)
    if user.email:
        is_user |= Q(user=None, address__iexact=user.email)
    return case.people.filter(is_user)


def note(case: models.Case, text: str, actor: User | str | None = None) -> None:
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
        log(actor, "pc.added", case, after={"hostname": pc.hostname, "platform": pc.platform})
    return pc


def attach(
    case: models.Case, checks: Iterable[Check], actor: User | str, *, otherwise: str = ""
) -> int:
    """Take checks into the case, those of PCs under their PC; give how many were new.

    ``otherwise`` is the name of the PC for results that name none.
    """
    added = 0
    with transaction.atomic():
        for check in checks:
            link, is_new = models.CaseCheck.objects.get_or_create(
                case=case, checked=check, defaults={"pc": _pc_of(case, check, otherwise)}
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
            _keep(link)
            log(
                actor,
                "check.attached",
                case,
                after={"check": check.pk, "pc": link.pc_id, "verdict": verdict},
            )
    return added


def _keep(link: models.CaseCheck) -> None:
    """List the file as evidence if it was kept: once, however many mails were in it."""
    check = link.checked
    if check.original is None:
        return
    models.EvidenceItem.objects.get_or_create(
        case=link.case,
        sha256=check.content_sha256,
        defaults={
            "name": check.name[-255:],
            "pc": link.pc,
            "place": word("cases.evidence.kept_here"),
            "taken_at": check.created_at,
        },
    )


def add(case: models.Case, row: Addition, action: str, actor: User) -> None:
    """Add a row to the case; what is in it goes to the audit log."""
    with transaction.atomic():
        row.case = case
        row.save(force_insert=True)
        written = {
            field.name: str(getattr(row, field.attname))
            for field in row._meta.concrete_fields
            if field.name not in {"id", "case"}
        }
        log(actor, action, case, after=written)


def person_of(case: models.Case, name: str, actor: User) -> models.Person:
    """The person of that name, added if nobody has entered them yet."""
    known = case.people.filter(name=name).first()
    if known is not None:
        return known
    person = models.Person(name=name)
    add(case, person, "person.added", actor)
    return person


def link_login(case: models.Case, person: models.Person, login: User | None, actor: User) -> None:
    """Say by which login the person signs in; None takes it away."""
    with transaction.atomic():
        before = person.user.username if person.user else None
        person.user = login
        person.save(update_fields=["user"])
        after = login.username if login else None
        log(
            actor,
            "person.login",
            case,
            before={"person": person.pk, "login": before},
            after={"person": person.pk, "login": after},
        )


def receipt_of(text: str, organization: Organization) -> Receipt | None:
    """The receipt of a number as somebody typed it, unless it is another organization's."""
    number = typed(text)
    if not number:
        return None
    found = Receipt.objects.filter(number=number).first()
    is_others = found is not None and found.organization_id not in {None, organization.pk}
    return None if is_others else found


def take_answers(
    case: models.Case, receipt: Receipt, actor: User | str, *, about: models.Person | None = None
) -> int:
    """Take the answers and checks of a receipt into the case; how many answers came.

    The answers are about the person who gave them, else about the case; a later answer to the same
    question replaces the earlier one.
    """
    subject = subject_of(about or case)
    with transaction.atomic():
        for given in receipt.given:
            models.Answer.objects.update_or_create(
                case=case,
                subject=subject,
                question=given.question,
                defaults={"value": given.choice, "answered_at": receipt.created_at},
            )
        attach(case, receipt.checks.all(), actor)
        log(actor, "receipt.taken", case, after={"receipt": receipt.number, "about": subject})
    return len(receipt.given)


def set_organization(
    case: models.Case, pcs_total: int | None, domains: list[str], actor: User
) -> None:
    """Say how many PCs there are, and which domains are our own."""
    organization = case.organization
    with transaction.atomic():
        before = {"pcs_total": organization.pcs_total, "own_domains": organization.own_domains}
        organization.pcs_total, organization.own_domains = pcs_total, domains
        organization.save(update_fields=["pcs_total", "own_domains"])
        after = {"pcs_total": pcs_total, "own_domains": domains}
        log(actor, "organization.changed", case, before=before, after=after)


def _verdict(verdict: str) -> str:
    return word(f"cases.verdict.{verdict}")


def _pc_of(case: models.Case, check: Check, otherwise: str = "") -> models.Pc | None:
    """The PC that the check names; a new one if nobody has entered it yet."""
    if check.kind == "mail":
        return None
    facts = check.subject_facts
    hostname = (_hostname(facts) or otherwise)[:MAX_HOSTNAME_CHARS]
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
            log(actor, "step.declared", case, after={"step": step, "subject": subject})


def take_back(case: models.Case, step: str, subject: str, actor: User) -> None:
    """Take a declaration back: it was not so."""
    with transaction.atomic():
        gone, _ = case.declarations.filter(step=step, subject=subject).delete()
        if gone:
            log(actor, "step.taken_back", case, before={"step": step, "subject": subject})


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
        log(actor, "case.closed", case, after={"closed_at": case.closed_at.isoformat()})


def reopen(case: models.Case, actor: User) -> None:
    """Open it again: something new came up."""
    with transaction.atomic():
        take_back(case, CLOSE_STEP, subject_of(case), actor)
        case.closed_at = None
        case.save(update_fields=["closed_at"])
        note(case, word("cases.timeline.reopened"), actor)
        log(actor, "case.reopened", case)


def log(
    actor: User | str, action: str, case: models.Case, *, before: Any = None, after: Any = None
) -> None:
    """Write a change of the case to the audit log."""
    record(actor, action, case, before=before, after=after, organization=case.organization)
