"""Check what is handed in, store its facts and verdict; judge stored facts again.

Nothing that comes from outside is taken apart in this process: see ``kakekomi.check.uploads``.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final

from django.conf import settings
from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone

from kakekomi.check.outcome import Problem
from kakekomi.check.upload import CheckedSubject, Upload
from kakekomi.check.visible import valid_text
from kakekomi.desk import originals
from kakekomi.desk.checks.crew import uploads
from kakekomi.desk.checks.models import Check, Source, Verdict, new_token
from kakekomi.desk.house.knowledge import current_pack
from kakekomi.desk.house.models import Organization
from kakekomi.desk.house.retention import forget_rows
from kakekomi.facts.errors import ParseError
from kakekomi.guide.answer import answers_in_all
from kakekomi.guide.case import Case
from kakekomi.guide.document import VerdictDocument, decode, encode
from kakekomi.guide.situation import Situations
from kakekomi.judge.engine import Judge
from kakekomi.packs.model import Pack

MAX_UPLOAD_BYTES: Final = 60 * 1024 * 1024
"""Of one file: mail servers take less than half of it, a PC's snapshot is a tenth."""

MAX_NAME_CHARS: Final = 255
"""Of a file's name: no system allows longer ones."""

KEPT_DAYS: Final[int] = settings.CONFIG.keeping.checks
"""A stranger's check that went into no case is forgotten after that; the portal says so."""

NUL_SHOWN: Final = "\ufffd"
"""Stands for a character that PostgreSQL takes in no text; the facts keep it."""

WORST_FIRST: Final = ("detected", "suspicious", "not_checked", "nothing_found")


class NothingCheckedError(ParseError):
    """Nothing in the file could be checked; ``problem`` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.key, where=problem.name)
        self.problem = problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a file comes from, and what is known about its world."""

    organization: Organization | None = None
    source: Source = Source.PORTAL
    passwords: tuple[str, ...] = ()
    own_domains: tuple[str, ...] = ()
    is_kept: bool = False
    """The file itself is kept, encrypted, and not only its facts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of a file."""

    checks: tuple[Check, ...]
    problems: tuple[Problem, ...]
    left_out: int


def check_upload(
    data: bytes,
    name: str,
    *,
    organization: Organization | None = None,
    passwords: Sequence[str] = (),
    own_domains: Sequence[str] = (),
) -> Check:
    """The worst of the checks of the file, all of which are stored.

    Raises:
        NothingCheckedError: there is none.
    """
    origin = Origin(
        organization=organization, passwords=tuple(passwords), own_domains=tuple(own_domains)
    )
    return worst_of(check_all(data, name, origin))


def worst_of(outcome: Outcome) -> Check:
    """The check with the worst verdict, the first of them. Raises: NothingCheckedError."""
    if not outcome.checks:
        raise NothingCheckedError(outcome.problems[0])
    verdicts = {
        row.checked_id: row.verdict
        for row in Verdict.objects.filter(checked__in=outcome.checks, is_current=True)
    }
    return min(outcome.checks, key=lambda one: WORST_FIRST.index(verdicts[one.pk]))


def check_all(data: bytes, name: str, origin: Origin) -> Outcome:
    """Check the file and store each mail, PC or report in it."""
    now = timezone.now().replace(microsecond=0)
    upload = Upload(
        name=valid_text(name)[-MAX_NAME_CHARS:],
        data=data,
        now_s=int(now.timestamp()),
        passwords=origin.passwords,
        own_domains=origin.own_domains or _domains(origin.organization),
    )
    result = uploads(current_pack()).check(upload)
    original = originals.keep(data) if origin.is_kept and result.subjects else None
    digest, batch = sha256(data).hexdigest(), new_token()
    with transaction.atomic():
        checks = tuple(
            _stored(
                one,
                Check(
                    batch=batch,
                    name=upload.name.replace("\0", NUL_SHOWN),
                    content_sha256=digest,
                    original=original,
                    organization=origin.organization,
                    source=origin.source,
                ),
            )
            for one in result.subjects
        )
    return Outcome(checks=checks, problems=result.problems, left_out=result.left_out)


def _domains(organization: Organization | None) -> tuple[str, ...]:
    return () if organization is None else tuple(map(str, organization.own_domains))


def _stored(one: CheckedSubject, check: Check) -> Check:
    check.kind, check.tool = one.kind, one.tool
    check.subject = one.subject.replace("\0", NUL_SHOWN)
    check.facts, check.facts_sha256 = one.facts, sha256(one.facts).hexdigest()
    check.save(force_insert=True)
    documents = [decode(data) for data in one.documents]
    _verdict(check, documents).save(force_insert=True)
    return check


def _verdict(check: Check, documents: Sequence[VerdictDocument]) -> Verdict:
    first = documents[0]
    return Verdict(
        checked=check,
        pack_id=first.pack.id,
        pack_version=first.pack.version,
        verdict=first.verdict,
        weight_db=first.weight_db,
        document=encode(documents[0]).decode(),
        document_en=encode(documents[1]).decode(),
        judged_at=first.checked_at,
    )


def strangers_check(token: str) -> Check | None:
    """The check of that token if it belongs to no organization; None if there is none."""
    if not token.isprintable():  # PostgreSQL refuses to be asked for NUL
        return None
    return Check.objects.filter(token=token, organization__isnull=True).first()


def judge_again(check: Check, pack: Pack) -> Verdict:
    """The verdict of this pack on the stored facts; the current one if it says the same."""
    return judge_all_again([check], pack)[0]


def judge_all_again(checks: Sequence[Check], pack: Pack) -> list[Verdict]:
    """The verdicts of this pack in the order of the checks, judged in one pass and stored."""
    now = timezone.now().replace(microsecond=0)
    facts = [check.subject_facts for check in checks]
    with Judge(pack) as judge, Case(pack) as case:
        situations = Situations(case)
        documents = [
            answers_in_all(situations, judgement, one, now=now)
            for judgement, one in zip(judge.judge(facts), facts, strict=True)
        ]
    with transaction.atomic():
        return [_renewed(check, said) for check, said in zip(checks, documents, strict=True)]


def _renewed(check: Check, documents: Sequence[VerdictDocument]) -> Verdict:
    known = check.verdicts.select_for_update().filter(is_current=True).first()
    new = _verdict(check, documents)
    if known is not None:
        if (known.pack_id, known.pack_version) == (new.pack_id, new.pack_version):
            return known
        known.is_current = False
        known.save(update_fields=["is_current"])
    new.save(force_insert=True)
    return new


def forget_old(now: datetime) -> int:
    """Forget checks of strangers that are old and belong to no case; how many were forgotten."""
    limit = now - timedelta(days=KEPT_DAYS)
    old = Check.objects.filter(organization__isnull=True, created_at__lt=limit)
    return forget_rows("checks of strangers", old, _forgotten)


def _forgotten(check: Check) -> bool:
    try:
        check.delete()
    except ProtectedError:  # a case needs it
        return False
    forget_original(check.original)
    return True


def forget_original(reference: str | None) -> None:
    """Delete the file if nothing needs it any more, once what was changed is committed."""
    if reference is not None:
        transaction.on_commit(lambda: _delete_unneeded(reference))


def _delete_unneeded(reference: str) -> None:
    if not any(is_needed(reference) for is_needed in users_of_originals):
        originals.forget(reference)


users_of_originals: Final[list[Callable[[str], bool]]] = [
    lambda reference: Check.objects.filter(original=reference).exists()
]
"""Of each app that refers to uploads: whether it still needs the one of that reference."""
