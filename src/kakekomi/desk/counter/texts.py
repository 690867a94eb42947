"""Write texts of the pack anew: versions, their differences, and who may publish.

A step tells frightened people what to do with their PC, so nobody publishes his own: a step's text
needs two people. An answer's needs one.
"""

from datetime import date
from difflib import unified_diff
from typing import Final

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from kakekomi.desk.counter import shown
from kakekomi.desk.counter.models import DeskAnnouncement, Edition, Stage, TextKind
from kakekomi.desk.house.audit import record
from kakekomi.desk.house.models import User
from kakekomi.desk.portal import shelf
from kakekomi.packs.model import Language, Pack

MAX_BODY_CHARS: Final = 20_000
"""The longest page of the pack has a quarter of that."""


def current_body(kind: TextKind, ref: str, language: Language, pack: Pack) -> tuple[str, str]:
    """Title and text as readers see them now; both empty if there is none."""
    if kind is TextKind.FAQ:
        faq = shelf.faq(ref, language)
        return (faq.title, faq.body) if faq else ("", "")
    step = next((one for one in pack.steps if one.id == ref), None)
    return (step.title.of(language), shelf.step_body(step, language)) if step else ("", "")


def difference(before: str, after: str) -> list[tuple[str, str]]:
    """Lines that changed with three around them, each with its sign: ``+``, ``-`` or blank."""
    lines = list(unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=3))
    return [(line[:1], line[1:]) for line in lines[2:] if not line.startswith("@@")]


def write(draft: Edition, *, user: User, sources: list[str], checked_at: date) -> Edition:
    """Store a draft as the next version of its text."""
    with transaction.atomic():
        same = Edition.objects.filter(kind=draft.kind, ref=draft.ref, language=draft.language)
        newest = same.aggregate(newest=Max("number"))["newest"] or 0
        draft.number, draft.written_by = newest + 1, user.username
        draft.sources, draft.checked_at = sources, checked_at
        draft.save(force_insert=True)
        record(user, "text.write", draft, after={"ref": draft.ref, "number": draft.number})
    return draft


def publish(edition: Edition, user: User) -> None:
    """Show this version to readers instead of the one before.

    Raises:
        PermissionDenied: a step's text is published by somebody who did not write it.
    """
    if not may_publish(edition, user):
        raise PermissionDenied
    with transaction.atomic():
        same = Edition.objects.filter(kind=edition.kind, ref=edition.ref, language=edition.language)
        same.filter(stage=Stage.PUBLISHED).update(stage=Stage.WITHDRAWN)
        same.filter(pk=edition.pk).update(stage=Stage.PUBLISHED, published_by=user.username)
        record(user, "text.publish", edition, after={"ref": edition.ref, "number": edition.number})
    shown.forget()


def withdraw(edition: Edition, user: User) -> None:
    """Show the pack's own text again."""
    with transaction.atomic():
        Edition.objects.filter(pk=edition.pk).update(stage=Stage.WITHDRAWN)
        record(user, "text.withdraw", edition, after={"ref": edition.ref})
    shown.forget()


def may_publish(edition: Edition, user: User) -> bool:
    """Whether this user may."""
    return edition.kind != TextKind.STEP or edition.written_by != user.username


def set_stage(announcement: DeskAnnouncement, user: User, stage: Stage) -> None:
    """Publish or withdraw an announcement."""
    with transaction.atomic():
        before = announcement.stage
        announcement.stage = stage
        if stage is Stage.PUBLISHED:
            announcement.published_by, announcement.published_at = user.username, timezone.now()
        announcement.save()
        record(user, f"announcement.{stage.value}", announcement, before=before, after=stage.value)
    shown.forget()
