"""What there is to read, in the reader's language: of the pack, and what the desk has changed.

The desk edits answers and steps and has announcements of its own; whoever does so registers a
function in one of the lists below. What a function does not know it gives back unchanged. Pages of
the pack are read once for each version of it.
"""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, time
from functools import lru_cache
from typing import Final

from django.utils import timezone

from kakekomi.desk.house.announcements import Urgent
from kakekomi.desk.house.knowledge import current_pack
from kakekomi.guide import library
from kakekomi.guide.alike import Lexicon, read_concepts
from kakekomi.guide.library import Announcement, Contacts, Faq, Reading, Severity, Source
from kakekomi.guide.search import Hit, SearchIndex
from kakekomi.guide.triage import Triage, read_triage
from kakekomi.packs.model import LANGUAGES, Language, Step

faq_editions: Final[list[Callable[[tuple[Faq, ...], Language], tuple[Faq, ...]]]] = []
"""Each gets the answers and gives them as they are to be shown: changed, added, taken away."""

step_editions: Final[list[Callable[[Step, str, Language], str]]] = []
"""Each gets a step and its text (Markdown) and gives the text that is to be shown."""

announcement_sources: Final[list[Callable[[Language], Iterable[Announcement]]]] = []
"""Each gives announcements that are published, besides those of the pack."""

KEPT_INDEXES: Final = 4
"""Versions of the answers whose index is kept; one is in use, others are going or coming."""


KEPT_STEPS: Final = 1_024
"""Texts of steps that are kept: the pack has some 60, in two languages."""


def faqs(language: Language) -> tuple[Faq, ...]:
    """All answers, sorted by id."""
    found = _pack_faqs(_version(), language)
    for edition in faq_editions:
        found = edition(found, language)
    return found


def faq(faq_id: str, language: Language) -> Faq | None:
    """One answer; None if there is none of that id."""
    return next((one for one in faqs(language) if one.id == faq_id), None)


def search(question: str) -> tuple[Hit, ...]:
    """Answers to a question, the likeliest first."""
    everything = tuple(one for language in LANGUAGES for one in faqs(language))
    return _index(_version(), everything).search(question)


def step_body(step: Step, language: Language) -> str:
    """How to do a step: Markdown."""
    body = _pack_step_body(_version(), step.id, language)
    for edition in step_editions:
        body = edition(step, body, language)
    return body


def announcements(language: Language) -> tuple[Announcement, ...]:
    """All that are or were published, the newest first."""
    found = list(_pack_announcements(_version(), language))
    for source in announcement_sources:
        found += source(language)
    return tuple(sorted(found, key=lambda one: (one.valid_from, one.id), reverse=True))


def newest_of_pack(language: Language) -> Urgent | None:
    """The newest urgent announcement that is told today."""
    today = timezone.localdate()
    for one in _pack_announcements(_version(), language):
        if one.severity is Severity.URGENT and one.is_current(today):
            at = datetime.combine(one.valid_from, time(), UTC)
            return Urgent(title=one.title, url=f"/announcements/{one.id}/", at=at)
    return None


def overview(language: Language) -> Reading:
    """What it is all about."""
    return _overview(_version(), language)


def sources() -> tuple[Source, ...]:
    """Where the words come from."""
    return _sources(_version())


def contacts() -> Contacts:
    """Whom to turn to."""
    return _contacts(_version())


def triage() -> Triage:
    """The questions."""
    return _triage(_version())


Version = tuple[str, str]


def _version() -> Version:
    pack = current_pack()
    return pack.id, pack.version


@lru_cache(maxsize=8)
def _pack_faqs(version: Version, language: Language) -> tuple[Faq, ...]:  # noqa: ARG001
    return library.read_faqs(current_pack(), language)


@lru_cache(maxsize=KEPT_STEPS)
def _pack_step_body(version: Version, step_id: str, language: Language) -> str:  # noqa: ARG001
    pack = current_pack()
    return pack.step_body(pack.step(step_id), language)


@lru_cache(maxsize=8)
def _pack_announcements(
    version: Version,  # noqa: ARG001
    language: Language,
) -> tuple[Announcement, ...]:
    return library.read_announcements(current_pack(), language)


@lru_cache(maxsize=8)
def _overview(version: Version, language: Language) -> Reading:  # noqa: ARG001
    return library.read_overview(current_pack(), language)


@lru_cache(maxsize=4)
def _sources(version: Version) -> tuple[Source, ...]:  # noqa: ARG001
    return library.read_sources(current_pack())


@lru_cache(maxsize=4)
def _contacts(version: Version) -> Contacts:  # noqa: ARG001
    return library.read_desks(current_pack())


@lru_cache(maxsize=4)
def _triage(version: Version) -> Triage:  # noqa: ARG001
    return read_triage(current_pack())


@lru_cache(maxsize=KEPT_INDEXES)
def _index(version: Version, everything: tuple[Faq, ...]) -> SearchIndex:  # noqa: ARG001
    return SearchIndex(everything, Lexicon(read_concepts(current_pack())))
