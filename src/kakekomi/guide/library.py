"""The pages of a pack that people read: answers, overview, announcements, sources.

A page is TOML front matter and Markdown; both languages of a page share its id.
"""

import tomllib
from datetime import date
from enum import StrEnum
from typing import Final, TypeVar

import msgspec

from kakekomi.facts.errors import ConfigurationError
from kakekomi.guide.contacts import CONTACTS_FILE
from kakekomi.packs.model import Language, Pack, Text
from kakekomi.packs.page import parse_page

FAQ_FOLDER: Final = "faq"
ANNOUNCEMENT_FOLDER: Final = "announcements"
OVERVIEW: Final = "overview"
SOURCES_FILE: Final = "sources.toml"


class Severity(StrEnum):
    """How loudly an announcement is told."""

    URGENT = "urgent"
    NOTICE = "notice"
    HISTORY = "history"
    """Kept for the record; told only to who looks for it."""


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """What all pages have."""

    id: str
    title: str
    checked_at: date
    """Date on which it was last compared with its sources."""
    sources: tuple[str, ...] = ()
    body: str = ""
    """Markdown."""


class Faq(Reading, frozen=True, kw_only=True):
    """A question with its answer."""

    asks: tuple[str, ...]
    """Ways in which people ask it."""
    tags: tuple[str, ...] = ()
    stage: str = ""
    patterns: tuple[str, ...] = ()


class Announcement(Reading, frozen=True, kw_only=True):
    """Something that is told to everybody for a while."""

    severity: Severity
    valid_from: date
    valid_until: date | None = None
    """Last day; None: until further notice."""

    def is_current(self, today: date) -> bool:
        """Whether it is told on that day."""
        return self.valid_from <= today and (self.valid_until is None or today <= self.valid_until)


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """Where words of the pack come from; keys of the file that are not needed are left out."""

    id: str
    title: Text
    publisher: Text
    url: str = ""
    checked_at: date | None = None
    published: date | None = None
    page_date: date | None = None
    """Of the version that was read; None: the page bears no date."""
    verified: str = ""
    """read, partly, secondary or unverified."""
    note: Text | None = None


class Desk(msgspec.Struct, frozen=True, kw_only=True, rename={"purpose": "for"}):
    """Somebody to turn to, with all that is known about him."""

    id: str
    order: float
    """Its rung on the ladder: inside first."""
    kind: str
    name: Text
    purpose: Text
    phone: str | None = None
    mail: str | None = None
    hours: Text | None = None
    url: str | None = None
    source: str
    page: str | None = None
    page_date: date | None = None
    """Of the page that bears the number."""
    checked_at: date
    verified: str = ""
    note: Text | None = None

    @property
    def shown_phone(self) -> str | None:
        """The number, if a page was read that bears it; None otherwise."""
        is_known = self.verified == "page" and self.page_date is not None
        return self.phone if is_known else None


class ReadyItem(msgspec.Struct, frozen=True, kw_only=True):
    """Something to have at hand before calling."""

    id: str
    text: Text


class Ready(msgspec.Struct, frozen=True, kw_only=True):
    """What to have at hand before calling."""

    title: Text
    says: Text
    item: tuple[ReadyItem, ...]


class Contacts(msgspec.Struct, frozen=True, kw_only=True):
    """All of ``contacts.toml``."""

    ready: Ready
    contact: tuple[Desk, ...]


class _SourceFile(msgspec.Struct, frozen=True):
    source: tuple[Source, ...]


ReadingT = TypeVar("ReadingT", bound=Reading)


def read_faqs(pack: Pack, language: Language) -> tuple[Faq, ...]:
    """All answers, sorted by id. Raises: ConfigurationError."""
    return _folder(pack, FAQ_FOLDER, language, Faq)


def read_announcements(pack: Pack, language: Language) -> tuple[Announcement, ...]:
    """All announcements of the pack, the newest first. Raises: ConfigurationError."""
    found = _folder(pack, ANNOUNCEMENT_FOLDER, language, Announcement)
    return tuple(sorted(found, key=lambda one: (one.valid_from, one.id), reverse=True))


def read_overview(pack: Pack, language: Language) -> Reading:
    """The page that says what it is all about. Raises: ConfigurationError."""
    return _page(pack, f"{OVERVIEW}.{language}.md", Reading)


def read_sources(pack: Pack) -> tuple[Source, ...]:
    """Sources in the file's order. Raises: ConfigurationError."""
    try:
        return msgspec.convert(tomllib.loads(pack.text(SOURCES_FILE)), _SourceFile).source
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise ConfigurationError(f"{SOURCES_FILE} of pack {pack.id!r}: {error}") from error


def read_desks(pack: Pack) -> Contacts:
    """Whom to turn to, in the order of the ladder. Raises: ConfigurationError."""
    try:
        found = msgspec.convert(tomllib.loads(pack.text(CONTACTS_FILE)), Contacts)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise ConfigurationError(f"{CONTACTS_FILE} of pack {pack.id!r}: {error}") from error
    ladder = sorted(found.contact, key=lambda desk: (desk.order, desk.id))
    return Contacts(ready=found.ready, contact=tuple(ladder))


def _folder(
    pack: Pack, folder: str, language: Language, kind: type[ReadingT]
) -> tuple[ReadingT, ...]:
    names = (name for name in pack.files.names(folder) if name.endswith(f".{language}.md"))
    return tuple(_page(pack, name, kind) for name in sorted(names))


def _page(pack: Pack, name: str, kind: type[ReadingT]) -> ReadingT:
    page = parse_page(pack.text(name))
    if page.error:
        raise ConfigurationError(f"{name} of pack {pack.id!r}: {page.error}")
    try:
        return msgspec.convert({**page.front, "body": page.body}, kind)
    except msgspec.ValidationError as error:
        raise ConfigurationError(f"{name} of pack {pack.id!r}: {error}") from error
