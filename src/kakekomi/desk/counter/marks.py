"""Say what is characteristic of a mail or an enquiry, so that those of one campaign are found.

A mark is one thing that two members of a campaign may share, in a normal form that survives what
campaigns vary: digits in subjects and file names count as one digit. What a harmless mail attaches
says nothing about campaigns, so the shape of attachments is taken only where something in them can
run and the verdict is at least suspicious.

=========== ============================================================ ==============
kind        value                                                        survives
=========== ============================================================ ==============
file        SHA-256 of an attachment or archive member                   renaming
shape       how attachments are packed and what they hold                every new file
host        host of a link                                               new paths
sender      From address                                                 new subjects
file_name   name of an attachment, digits as 0                           dates, numbers
subject     subject without Re:/Fw:, digits as 0                         dates, numbers
=========== ============================================================ ==============

Text is compared by its shingles: hashes of all runs of four letters.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final
from zlib import crc32

from kakekomi.facts.mail_tables import Attachment, Message, Office, OnenoteObject, Shortcut, Url
from kakekomi.facts.subject import SubjectFacts

MAX_TEXT_CHARS: Final = 2_000
"""Of a text that is compared: what follows is quoted mail and signatures."""

MAX_MARKS: Final = 200
"""Of one item: a mail with more links or archive members than that is known by the first."""

MIN_FILE_BYTES: Final = 256
"""A smaller file is empty or a tracking pixel, which strangers share."""

SHINGLE_CHARS: Final = 4
"""Short enough for Japanese words, long enough to be rare."""

PADDED_BYTES: Final = 100 * 1024 * 1024
"""From this size on a document is blown up, as in March 2023."""

PREFIX: Final = re.compile(
    r"\A(?:\s*(?:re|fwd?|aw|wg|返信|転送)\s*(?:\[\d+\])?\s*[::]\s*)+", re.IGNORECASE
)
"""Of a subject: takes ``RE: FW: ``; refuses ``Report: ``."""

DIGITS: Final = re.compile(r"\d+")
"""Takes ``0301``; refuses ``O3`` but for its 3."""

BLANKS: Final = re.compile(r"[\s_\-.]+")
"""What names are joined by: takes ``_ ``; refuses letters."""

NAMED_FILE: Final = re.compile(
    r"[\w\-()()]{1,80}(?:\.[\w\-]{1,20})?"
    r"\.(?:zip|docm?|docx|xls[mxb]?|lnk|one|js|iso|img|pdf|7z|lzh|exe|dll)\b",
    re.IGNORECASE,
)
"""A file named in a sentence: takes ``請求書_0301.zip``; refuses ``example.com``."""

NAMED_ADDRESS: Final = re.compile(
    r"[\w.+\-]{1,64}@[a-z0-9\-]{1,63}(?:\.[a-z0-9\-]{1,63}){1,6}", re.IGNORECASE
)
"""A mail address in a sentence: takes ``a@shop.example``; refuses ``a @ shop``."""

NAMED_HOST: Final = re.compile(
    r"h[tx]{2}ps?://([a-z0-9\-]{1,63}(?:\[?\.\]?[a-z0-9\-]{1,63}){1,6})", re.IGNORECASE
)
"""The host of a link in a sentence, also of one made harmless: takes ``hxxp://bad[.]example/x``;
refuses ``bad.example``."""

QUOTED_SUBJECT: Final = re.compile(r"件名\s*[はが::]*\s*[「『\"“]([^」』\"”\n]{3,100})[」』\"”]")
"""A subject that somebody quotes: takes ``件名は「請求書の件」``; refuses ``「請求書の件」``."""


class MarkKind(StrEnum):
    """What a mark is about, the most telling first."""

    FILE = "file"
    SHAPE = "shape"
    HOST = "host"
    SENDER = "sender"
    FILE_NAME = "file_name"
    SUBJECT = "subject"


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """One characteristic thing."""

    kind: MarkKind
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A mail or an enquiry, as far as waves are concerned."""

    id: str
    at: datetime
    marks: frozenset[Mark]
    shingles: frozenset[int] = frozenset()
    """CRC-32 of each run of four letters of its text."""


def marks_of_mail(facts: SubjectFacts, *, is_suspicious: bool) -> frozenset[Mark]:
    """The marks of a checked mail; of a harmless one only what cannot be shared by chance."""
    found: list[Mark] = [*_file_marks(facts)]
    if is_suspicious:
        found += [*_shape_marks(facts), *_head_marks(facts), *_host_marks(facts)]
    return frozenset(found[:MAX_MARKS])


def marks_of_text(text: str) -> frozenset[Mark]:
    """The marks that somebody mentions: files, addresses, links, subjects."""
    shown = text[:MAX_TEXT_CHARS]
    found = [
        *_named(MarkKind.FILE_NAME, NAMED_FILE.findall(shown)),
        *(Mark(MarkKind.SENDER, one.lower()) for one in NAMED_ADDRESS.findall(shown)),
        *(Mark(MarkKind.HOST, _host(one)) for one in NAMED_HOST.findall(shown)),
        *_named(MarkKind.SUBJECT, QUOTED_SUBJECT.findall(shown)),
    ]
    return frozenset(found[:MAX_MARKS])


def shingles_of(text: str) -> frozenset[int]:
    """The runs of four letters of the text, without blanks and digits' values."""
    plain = BLANKS.sub("", skeleton(text[:MAX_TEXT_CHARS]))
    last = max(len(plain) - SHINGLE_CHARS + 1, 0)
    return frozenset(
        crc32(plain[start : start + SHINGLE_CHARS].encode("utf-8", "replace"))
        for start in range(last)
    )


def text_of_mail(facts: SubjectFacts) -> str:
    """What the sender of the mail wrote, without what is quoted."""
    for message in facts.of(Message):
        return message.text.replace(message.quoted_text, "", 1)[:MAX_TEXT_CHARS]
    return ""


def skeleton(text: str) -> str:
    """The text without what campaigns vary: NFKC, lower case, each number as 0."""
    plain = unicodedata.normalize("NFKC", storable(text)).casefold()
    return BLANKS.sub(" ", DIGITS.sub("0", PREFIX.sub("", plain))).strip()


def storable(text: str) -> str:
    """The text without what no database takes: NUL and halves of characters."""
    return text.replace("\0", "").encode("utf-8", "replace").decode("utf-8")


def _host(text: str) -> str:
    return text.replace("[", "").replace("]", "").lower()


def _named(kind: MarkKind, names: Iterable[str | None]) -> Iterator[Mark]:
    for name in names:
        bones = skeleton(name or "")
        if len(bones) >= SHINGLE_CHARS:
            yield Mark(kind, bones)


def _file_marks(facts: SubjectFacts) -> Iterator[Mark]:
    for one in facts.of(Attachment):
        if one.sha256 and not one.inline and one.size_bytes >= MIN_FILE_BYTES:
            yield Mark(MarkKind.FILE, one.sha256)


def _head_marks(facts: SubjectFacts) -> Iterator[Mark]:
    yield from _named(MarkKind.FILE_NAME, (one.name for one in facts.of(Attachment)))
    for message in facts.of(Message):
        yield from _named(MarkKind.SUBJECT, [message.subject_line])
        if message.from_address:
            yield Mark(MarkKind.SENDER, storable(message.from_address.lower()))


def _host_marks(facts: SubjectFacts) -> Iterator[Mark]:
    own = {message.from_domain for message in facts.of(Message)}
    for host in sorted({url.host for url in facts.of(Url) if url.host}):
        if host not in own:
            yield Mark(MarkKind.HOST, storable(host))


def _shape_marks(facts: SubjectFacts) -> Iterator[Mark]:
    by_node = {one.node: one for one in facts.of(Attachment)}
    for node, what in _active(facts):
        names = [what]
        walked: set[int] = set()
        here = by_node.get(node)
        while here is not None and here.node not in walked:
            walked.add(here.node)
            names.append(_layer(here, is_active=here.node == node))
            here = by_node.get(here.parent) if here.parent is not None else None
        yield Mark(MarkKind.SHAPE, storable(" < ".join(filter(None, names))))


def _active(facts: SubjectFacts) -> Iterator[tuple[int, str]]:
    for office in facts.of(Office):
        traits = [name for name in ("macro", "xlm", "autoexec", "dde") if getattr(office, name)]
        if traits or office.lure_kind:
            yield office.node, " ".join([office.format, *traits, office.lure_kind or ""]).strip()
    for shortcut in facts.of(Shortcut):
        yield shortcut.node, shortcut.kind
    for held in facts.of(OnenoteObject):
        yield held.node, "onenote with object"


def _layer(one: Attachment, *, is_active: bool) -> str:
    padded = "padded" if (one.inflated_bytes or one.size_bytes) >= PADDED_BYTES else ""
    if is_active:
        return padded
    return " ".join(filter(None, [one.detected_type, "encrypted" if one.encrypted else ""]))
