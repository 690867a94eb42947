"""Take results in: check what came, and put it into the organization's case.

A result is answered for as soon as its row is committed; that it was taken in is another matter,
done here in the background. A row is taken by a lease. What was done before a worker died is found
by the digest of its content, so that nothing is checked or counted twice.
"""

import secrets
from datetime import timedelta
from hashlib import sha256
from typing import Final

from django.db import IntegrityError, transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django_tasks import task

from kakekomi.desk import originals
from kakekomi.desk.cases import service
from kakekomi.desk.cases.models import Case
from kakekomi.desk.cases.responses import take_journal
from kakekomi.desk.checks.models import Check, Source
from kakekomi.desk.checks.service import Origin, Outcome, check_all, worst_of
from kakekomi.desk.house.models import Organization
from kakekomi.desk.house.words import word
from kakekomi.desk.intake.models import Result, State
from kakekomi.facts.errors import ParseError
from kakekomi.respond.history import is_journal

LEASE: Final = timedelta(seconds=30)
"""For one result; after that its worker is taken for dead. Most take a tenth of a second."""

MAX_ATTEMPTS: Final = 3
"""Of a result that ends its worker each time."""

NUL: Final = "\0"
"""PostgreSQL takes it in no text."""

MAX_TROUBLE_CHARS: Final = 300
"""As long as its column."""

ACTOR: Final = "intake"
"""Who does it, in the audit log."""


def accept(
    organization: Organization, data: bytes, name: str, via: Source, hostname: str = ""
) -> tuple[Result, bool]:
    """Store the bytes; the result, and whether it is new. Committed when this returns.

    The same bytes of the same organization are one result, however often they are sent.
    """
    digest = sha256(data).hexdigest()
    known = Result.objects.filter(organization=organization, content_sha256=digest).first()
    if known is not None:
        return known, False
    try:
        with transaction.atomic():
            return (
                Result.objects.create(
                    organization=organization,
                    content_sha256=digest,
                    name=name.replace(NUL, "")[:255],
                    sealed=originals.seal(data, digest),
                    via=via,
                    hostname=hostname,
                ),
                True,
            )
    except IntegrityError:  # another process was quicker
        return Result.objects.get(organization=organization, content_sha256=digest), False


def sweep() -> int:
    """Wake up whoever takes results in, if there are any; how many wait."""
    waiting = _free().count()
    if waiting:
        take_in.enqueue()
    return waiting


@task()
def take_in() -> None:
    """Take in everything that waits."""
    while (result := _leased()) is not None:
        _take(result)


def _free() -> QuerySet[Result]:
    return Result.objects.filter(state=State.WAITING).filter(
        Q(lease_until=None) | Q(lease_until__lt=timezone.now())
    )


def _leased() -> Result | None:
    """The oldest result that nobody works on, now ours."""
    token = secrets.token_hex(16)
    with transaction.atomic():
        chosen = _free().order_by("pk").values_list("pk", flat=True).first()
        if chosen is None:
            return None
        _free().filter(pk=chosen).update(
            lease=token, lease_until=timezone.now() + LEASE, attempts=F("attempts") + 1
        )
    return Result.objects.filter(lease=token, state=State.WAITING).first()


def _take(result: Result) -> None:
    if result.attempts > MAX_ATTEMPTS:
        _end(result, None, "it ended its worker several times")
        return
    data = originals.unseal(bytes(result.sealed), result.content_sha256)
    if is_journal(data):
        _take_journal(result, data)
        return
    checks = _checked_before(result) or _checked(result, data)
    with transaction.atomic():
        if not checks:
            _end(result, None, "nothing in it could be checked")
            return
        case = _case_of(result.organization)
        service.attach(case, checks, ACTOR, otherwise=result.hostname)
        worst = worst_of(Outcome(checks=tuple(checks), problems=(), left_out=0))
        _end(result, worst, "")


def _take_journal(result: Result, data: bytes) -> None:
    """What was done to the PC becomes proof in the case; there is nothing to check."""
    try:
        with transaction.atomic():
            case = _case_of(result.organization)
            take_journal(case, data, ACTOR, otherwise=result.hostname)
            _end(result, None, "", is_done=True)
    except ParseError as error:
        _end(result, None, str(error)[:MAX_TROUBLE_CHARS])


def _end(result: Result, check: Check | None, trouble: str, *, is_done: bool = False) -> None:
    """Only who holds the lease may end it."""
    Result.objects.filter(pk=result.pk, lease=result.lease, state=State.WAITING).update(
        state=State.DONE if check or is_done else State.FAILED,
        checked=check,
        trouble=trouble,
        sealed=b"",
        lease="",
        lease_until=None,
    )


def _checked_before(result: Result) -> list[Check]:
    return list(
        Check.objects.filter(
            organization=result.organization,
            content_sha256=result.content_sha256,
            source=result.via,
            created_at__gte=result.received_at,
        )
    )


def _checked(result: Result, data: bytes) -> list[Check]:
    origin = Origin(organization=result.organization, source=Source(result.via))
    return list(check_all(data, result.name, origin).checks)


def _case_of(organization: Organization) -> Case:
    """The organization's open case; one is opened when PCs begin to be checked."""
    known = organization.cases.filter(closed_at=None).order_by("-opened_at").first()
    if known is not None:
        return known
    return service.open_case(organization, word("intake.case_title"), ACTOR)
