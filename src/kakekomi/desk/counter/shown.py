"""What readers see of the desk's own texts: published announcements, answers and steps.

Asked on every page, so each process keeps what it read for some seconds.
"""

import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from datetime import time as day_time
from typing import Final, Generic, TypeVar

from django.utils import timezone
from msgspec.structs import replace

from kakekomi.desk.counter.models import DeskAnnouncement, Edition, Stage, TextKind
from kakekomi.desk.house.announcements import Urgent
from kakekomi.guide.library import Announcement, Faq, Severity
from kakekomi.packs.model import Language, Step

KEPT_S: Final = 3.0
"""A text that was published stands everywhere that much later."""

ValueT = TypeVar("ValueT")


class Kept(Generic[ValueT]):
    """A value that is read anew when it is old."""

    def __init__(self, read: Callable[[], ValueT]) -> None:
        self._read = read
        self._value: tuple[float, ValueT] | None = None

    def forget(self) -> None:
        """Read it anew next time."""
        self._value = None

    def get(self) -> ValueT:
        """The value, at most ``KEPT_S`` old."""
        now = time.monotonic()
        if self._value is None or now - self._value[0] > KEPT_S:
            self._value = now, self._read()
        return self._value[1]


def _read_announcements() -> tuple[DeskAnnouncement, ...]:
    return tuple(DeskAnnouncement.objects.filter(stage=Stage.PUBLISHED))


def _read_editions() -> tuple[Edition, ...]:
    return tuple(Edition.objects.filter(stage=Stage.PUBLISHED).order_by("kind", "ref"))


_announcements: Final = Kept(_read_announcements)
_editions: Final = Kept(_read_editions)


def forget() -> None:
    """Show in this process at once what was just published."""
    _announcements.forget()
    _editions.forget()


def announcements(language: Language) -> Iterable[Announcement]:
    """Published announcements of the desk."""
    return [
        Announcement(
            id=row.slug,
            title=row.title_ja if language is Language.JA else row.title_en,
            body=row.body_ja if language is Language.JA else row.body_en,
            severity=Severity(row.severity),
            valid_from=row.valid_from,
            valid_until=row.valid_until,
            sources=tuple(row.sources),
            checked_at=row.checked_at,
        )
        for row in _announcements.get()
    ]


def newest_urgent(language: Language) -> Urgent | None:
    """The newest urgent one that is told today."""
    today = timezone.localdate()
    urgent = [
        one
        for one in announcements(language)
        if one.severity is Severity.URGENT and one.is_current(today)
    ]
    newest = max(urgent, key=lambda one: (one.valid_from, one.id), default=None)
    if newest is None:
        return None
    at = datetime.combine(newest.valid_from, day_time(), UTC)
    return Urgent(title=newest.title, url=f"/announcements/{newest.id}/", at=at)


def edited_faqs(faqs: tuple[Faq, ...], language: Language) -> tuple[Faq, ...]:
    """The answers with those that the desk wrote anew or added, sorted by id."""
    editions = {
        row.ref: row
        for row in _editions.get()
        if row.kind == TextKind.FAQ and row.language == language
    }
    if not editions:
        return faqs
    known = {faq.id: faq for faq in faqs}
    for ref, row in editions.items():
        known[ref] = _edited(known.get(ref), row)
    return tuple(known[ref] for ref in sorted(known))


def edited_step(step: Step, body: str, language: Language) -> str:
    """The text of a step as the desk wrote it, or as it is."""
    for row in _editions.get():
        if (row.kind, row.ref, row.language) == (TextKind.STEP, step.id, language):
            return row.body
    return body


def _edited(faq: Faq | None, row: Edition) -> Faq:
    before = faq or Faq(id=row.ref, title=row.title, checked_at=row.checked_at, asks=(row.title,))
    return replace(
        before,
        title=row.title or before.title,
        body=row.body,
        sources=tuple(row.sources),
        checked_at=row.checked_at,
    )
