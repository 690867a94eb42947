"""Open what comes with a mail, and what is inside of that, and turn it into rows.

Each file becomes a node: a row of ``attachment``, whatever its kind. Archives are unpacked,
documents read, mails inside mails walked; all that is found there is a node below. What can't be
opened, or not wholly, is a gap that names it.

This is the one place where a reader may crash without the mail being lost: the crash becomes a
gap of that attachment.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Final

import msgspec

from kakekomi.facts.errors import ParseError
from kakekomi.facts.gap import What, Why
from kakekomi.facts.mail_tables import Attachment, Url, YaraMatch
from kakekomi.facts.scanner import ContentScanner
from kakekomi.facts.subject import FactsBuilder
from kakekomi.mail import filetype, url
from kakekomi.mail.budget import MAX_DEPTH, Budget
from kakekomi.mail.document import Defect
from kakekomi.mail.filetype import FileType
from kakekomi.mail.html import Link

MAX_SCAN_BYTES: Final = 8 * 1024 * 1024
"""Matched by content rules; what is searched stands at the start of a file."""
MAX_CACHED_CHARS: Final = 300
"""Of a link: the short ones of signatures and footers come again from mail to mail."""
MAX_DEFECT_GAPS: Final = 20
"""Of one document; hundreds of damaged pieces are one fact."""


class Item(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A file as it is met, before it is looked into."""

    content: bytes
    name: str | None
    parent: int | None = None
    depth: int = 0
    declared_type: str | None = None
    size_bytes: int = 0
    """As it lies there."""
    inflated_bytes: int | None = None
    is_whole: bool = True
    """False: ``content`` is a prefix, or nothing could be read."""
    is_inline: bool = False
    is_walked: bool = False
    """Its parts are taken by the caller; it is not opened again."""

    def inside(
        self, node: int, content: bytes, name: str | None, *, is_whole: bool = True
    ) -> "Item":
        """A file found inside this one, which is ``node``."""
        return Item(
            content=content,
            name=name,
            parent=node,
            depth=self.depth + 1,
            size_bytes=len(content),
            is_whole=is_whole,
        )


class Opened(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What a reader learned about the file itself, for its row."""

    encrypted: bool = False
    opened_with: str | None = None
    members: int | None = None
    inflated_bytes: int | None = None


NOTHING: Final = Opened()


class Desk:
    """One mail's attachments at work: where rows go, what is left to spend, what may be tried."""

    __slots__ = (
        "_next_node",
        "_openers",
        "budget",
        "builder",
        "opened_with",
        "passwords",
        "scanner",
    )

    def __init__(
        self,
        builder: FactsBuilder,
        openers: "Mapping[FileType, Opener]",
        *,
        passwords: Sequence[str] = (),
        scanner: ContentScanner | None = None,
    ) -> None:
        self.builder = builder
        self._openers = openers
        self.passwords = tuple(passwords)
        self.scanner = scanner
        self.budget = Budget()
        self.opened_with: set[str] = set()
        self._next_node = 0

    def take(self, item: Item) -> int | None:
        """Make the file a node and look into it; None if the mail has too many."""
        if not self.budget.take_node():
            if self.budget.nodes == -1:
                self.builder.gap(What.ATTACHMENT, Why.LIMIT, item.name or "")
            return None
        node = self._next_node
        self._next_node += 1
        kind = filetype.detect(item.content, item.name) if item.content else _absent(item)
        opened = self._open(item, kind, node) if item.content else NOTHING
        if opened.opened_with is not None:
            self.opened_with.add(opened.opened_with)
        self._add_row(item, kind, node, opened)
        if self.scanner is not None and item.content:
            self._scan(item, node, self.scanner)
        return node

    def add_links(self, links: Sequence[Link], node: int | None) -> None:
        """Rows of the links of a body or an attachment."""
        if links:
            self.builder.add(*[url_row(link, node) for link in links])

    def add_defects(self, defects: Sequence[Defect], what: What, node: int) -> None:
        """Gaps for the damage that a document reader met."""
        for defect in defects[:MAX_DEFECT_GAPS]:
            self.builder.gap(what, Why.DAMAGED, defect.where, node=node)

    def _open(self, item: Item, kind: FileType, node: int) -> Opened:
        opener = self._openers.get(kind)
        if opener is None or item.is_walked:
            return NOTHING
        if item.depth >= MAX_DEPTH:
            self.builder.gap(What.ATTACHMENT, Why.LIMIT, item.name or "", node=node)
            return NOTHING
        try:
            return opener(self, item, node)
        except ParseError:
            self.builder.gap(What.ATTACHMENT, Why.DAMAGED, item.name or "", node=node)
        except Exception as error:  # noqa: BLE001  the one boundary: a crash is a gap of this file
            detail = f"{item.name or ''}: {type(error).__name__}"
            self.builder.gap(What.ATTACHMENT, Why.FAILED, detail, node=node)
        return NOTHING

    def _add_row(self, item: Item, kind: FileType, node: int, opened: Opened) -> None:
        self.builder.add(
            Attachment(
                node=node,
                parent=item.parent,
                name=item.name,
                extension=filetype.extension(item.name),
                declared_type=item.declared_type,
                detected_type=kind.value,
                size_bytes=item.size_bytes,
                inflated_bytes=(
                    item.inflated_bytes if opened.inflated_bytes is None else opened.inflated_bytes
                ),
                sha256=hashlib.sha256(item.content).hexdigest() if item.is_whole else None,
                encrypted=opened.encrypted,
                opened_with=opened.opened_with,
                inline=item.is_inline,
                members=opened.members,
            )
        )

    def _scan(self, item: Item, node: int, scanner: ContentScanner) -> None:
        try:
            rules = tuple(scanner(item.content[:MAX_SCAN_BYTES]))
        except Exception as error:  # noqa: BLE001  the engine's errors are its own; same boundary
            self.builder.gap(What.CONTENT_RULES, Why.FAILED, type(error).__name__, node=node)
            return
        self.builder.add(*(YaraMatch(rule=rule, node=node) for rule in rules))
        if len(item.content) > MAX_SCAN_BYTES:
            self.builder.gap(What.CONTENT_RULES, Why.LIMIT, item.name or "", node=node)


Opener = Callable[[Desk, Item, int], Opened]
"""Reads the file that is the given node, adds rows, takes what lies inside."""


def _absent(item: Item) -> FileType:
    return FileType.EMPTY if item.is_whole else FileType.UNKNOWN


def url_row(link: Link, node: int | None) -> Url:
    """Row of one link; what the reader sees is absent if it is nothing."""
    if len(link.href) + len(link.text) > MAX_CACHED_CHARS:
        return _row(link.href, link.text, node)
    return _cached_row(link.href, link.text, node)


def _row(href: str, text: str, node: int | None) -> Url:
    href = href[: url.MAX_URL_CHARS]
    return Url(
        node=node,
        text=text or None,
        href=href,
        host=url.host(href),
        text_host=url.text_host(text) if text else None,
        extension=url.extension(href),
    )


_cached_row = lru_cache(maxsize=2048)(_row)
