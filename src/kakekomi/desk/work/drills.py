"""What people do in an exercise, and at its end the score: the same as that of the command line."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from kakekomi.desk import originals
from kakekomi.desk.cases.facts import case_facts
from kakekomi.desk.cases.mail_files import add_file, take_file
from kakekomi.desk.cases.models import Case, FileRole
from kakekomi.desk.cases.service import attach, log, note
from kakekomi.desk.checks.models import Source
from kakekomi.desk.checks.service import Origin, check_all, forget_original
from kakekomi.desk.house.models import Membership, Organization, User
from kakekomi.desk.house.retention import forget_rows
from kakekomi.desk.house.words import word
from kakekomi.desk.work.case_models import Drill, DrillMaterial, DrillNaming
from kakekomi.drill.answer_sheet import AnswerSheet, unseal
from kakekomi.drill.drill_log import MAX_ENTRIES, DrillLog, Entry, What, log_of
from kakekomi.drill.exercise_reading import MaterialKind
from kakekomi.drill.score import Score, score
from kakekomi.facts.errors import NotPermittedError
from kakekomi.notice.record import REACHED


def take_part(drill_organization: Organization, organization: Organization) -> int:
    """Everybody of the real organization has the same roles in the exercise; how many are new."""
    new = 0
    for one in Membership.objects.filter(organization=organization):
        _, is_new = Membership.objects.get_or_create(
            user=one.user, role=one.role, organization=drill_organization
        )
        new += is_new
    return new


def begin(drill: Drill, actor: User) -> None:
    """From now on minutes count; a second time changes nothing."""
    with transaction.atomic():
        now = timezone.now()
        if Drill.objects.filter(pk=drill.pk, started_at=None).update(started_at=now):
            note(drill.case, word("work.drill.timeline_begun"), actor)
            log(actor, "drill.begun", drill.case, after={"drill": drill.drill_id})


def end(drill: Drill, actor: User) -> None:
    """Open the answers; what is done from now on does not count."""
    with transaction.atomic():
        now = timezone.now()
        running = Drill.objects.filter(pk=drill.pk, ended_at=None, started_at__isnull=False)
        if running.update(ended_at=now):
            note(drill.case, word("work.drill.timeline_ended"), actor)
            log(actor, "drill.ended", drill.case, after={"drill": drill.drill_id})


def take(material: DrillMaterial, actor: User) -> bool:
    """Check it, or put it beside the other mailboxes; whether that could be done.

    Raises:
        NotPermittedError: the exercise does not run.
        UnavailableError: too many files are being checked.
    """
    drill = material.drill
    if drill.started_at is None or drill.ended_at is not None:
        raise NotPermittedError("the exercise does not run")
    data = originals.read(material.original)
    if material.kind == MaterialKind.ARCHIVE:
        add_file(drill.case, FileRole.ARCHIVE, material.name, data, actor)
    elif not _checked(drill.case, material, data, actor):
        return False
    with transaction.atomic():
        DrillMaterial.objects.filter(pk=material.pk, taken_at=None).update(
            taken_by=str(actor), taken_at=timezone.now()
        )
        log(actor, "drill.taken", drill.case, after={"name": material.name})
    return True


def _checked(case: Case, material: DrillMaterial, data: bytes, actor: User) -> bool:
    origin = Origin(organization=case.organization, source=Source.CASE, is_kept=True)
    checks = check_all(data, material.name, origin).checks
    attach(case, checks, actor, otherwise=material.name.partition(".")[0])
    if checks and material.kind == MaterialKind.REPORTED:
        take_file(case, FileRole.SPOOF, checks[0], actor)
    return bool(checks)


def name_mailbox(drill: Drill, mailbox: str, actor: User) -> None:
    """Say whose mail leaked; the last word counts."""
    with transaction.atomic():
        DrillNaming.objects.create(
            drill=drill, mailbox=mailbox, said_by=str(actor), at=timezone.now()
        )
        log(actor, "drill.named", drill.case, after={"mailbox": mailbox})


def log_of_drill(drill: Drill) -> DrillLog:
    """What was done in the desk from the beginning to the end of the exercise."""
    told = log_of(case_facts(drill.case), drill=drill.drill_id, started_at=None)
    entries = [one for one in (*told.entries, *_more(drill)) if _is_within(drill, one)]
    entries.sort(key=lambda one: (one.at, one.what, one.subject, one.detail))
    return DrillLog(
        drill=drill.drill_id,
        started_at=drill.started_at and drill.started_at.astimezone(UTC),
        entries=tuple(entries[:MAX_ENTRIES]),
    )


def _is_within(drill: Drill, entry: Entry) -> bool:
    return drill.ended_at is None or entry.at <= drill.ended_at


def _more(drill: Drill) -> Iterator[Entry]:
    """What the facts of a case do not have: who was named, and notices to those not entered."""
    for one in drill.namings.all():
        yield Entry(at=one.at.astimezone(UTC), what=What.NAMED, subject=one.mailbox, by=one.said_by)
    for event in drill.case.notice_events.filter(state__in=[state.value for state in REACHED]):
        yield Entry(
            at=event.at.astimezone(UTC),
            what=What.TOLD,
            subject=event.address,
            detail=event.kind,
            by=event.by,
        )


def sheet_of(drill: Drill) -> AnswerSheet:
    """The answers. Raises: NotPermittedError before the end; ParseError if the row is damaged."""
    if drill.ended_at is None:
        raise NotPermittedError("the exercise is not over")
    return unseal(drill.answers.encode())


def forget_old(now: datetime) -> int:
    """Files of exercises that are over go as uploads of cases do; how many exercises had any."""
    limit = now - timedelta(days=settings.CONFIG.keeping.uploads)
    over = Drill.objects.filter(ended_at__lt=limit, materials__isnull=False).distinct()
    return forget_rows("files of drills", over, _forgotten)


def _forgotten(drill: Drill) -> bool:
    references = list(drill.materials.values_list("original", flat=True))
    drill.materials.all().delete()
    for reference in references:
        forget_original(reference)
    return True


def is_needed(reference: str) -> bool:
    """Whether a file of some exercise is that upload."""
    return DrillMaterial.objects.filter(original=reference).exists()


def score_of(drill: Drill) -> Score:
    """The score, once it is over. Raises: NotPermittedError."""
    return score(sheet_of(drill), log_of_drill(drill))
