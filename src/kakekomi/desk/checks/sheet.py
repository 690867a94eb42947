"""The checked mail as a page shows it: evidence marked where it stands, nothing to click.

What a rule fired on is looked up again in the lines, in the text and among the attachments. All
text is made visible (no control or turning characters) after it was cut into pieces, so that the
marks fall where the evidence is.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from kakekomi.check.visible import visible
from kakekomi.desk.house.dates import moment_of
from kakekomi.facts.mail_tables import Attachment, Message, Recipient, Url
from kakekomi.facts.subject import SubjectFacts
from kakekomi.guide.document import VerdictDocument

MAX_TEXT_CHARS: Final = 1_500
"""Of the text: what a person reads; evidence further down is quoted with its finding."""

MAX_LINES: Final = 20
"""Attachments, and links, that are shown; all of them stand in the facts."""

MIN_MARK_CHARS: Final = 3
"""Shorter values (yes, 1) would be marked everywhere."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Text, marked if it is evidence."""

    text: str
    is_marked: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A field of the mail."""

    label: str
    """Key of its name."""
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """The mail."""

    lines: tuple[Line, ...]
    paragraphs: tuple[tuple[Piece, ...], ...]
    is_cut: bool
    """The text goes on."""


def mail_sheet(facts: SubjectFacts, document: VerdictDocument) -> Sheet | None:
    """The mail with its evidence marked; None if nothing of it could be read."""
    message = next(iter(facts.of(Message)), None)
    if message is None:
        return None
    marks = _marks(document)
    text = message.text[:MAX_TEXT_CHARS]
    return Sheet(
        lines=tuple(_lines(facts, message, marks)),
        paragraphs=tuple(_pieces(line, marks) for line in text.splitlines()),
        is_cut=len(message.text) > MAX_TEXT_CHARS,
    )


def _lines(facts: SubjectFacts, message: Message, marks: Sequence[str]) -> Iterable[Line]:
    sender = " ".join(filter(None, (message.from_name, _bracketed(message.from_address))))
    date = moment_of(message.date_at) if message.date_at else ""
    named: list[tuple[str, str]] = [
        ("from", sender),
        ("reply_to", message.reply_to_address or ""),
        *(("to", row.address or "") for row in facts.of(Recipient)[:MAX_LINES]),
        ("date", date),
        ("subject", message.subject_line or ""),
        *(("attachment", _file(row)) for row in facts.of(Attachment)[:MAX_LINES] if row.name),
        *(("link", row.href) for row in facts.of(Url)[:MAX_LINES] if row.href),
    ]
    for label, text in named:
        if text:
            yield Line(f"checks.mail.{label}", _pieces(text, marks))


def _bracketed(address: str | None) -> str:
    return f"<{address}>" if address else ""


def _file(row: Attachment) -> str:
    return ("└ " if row.parent is not None else "") + (row.name or "")


def _marks(document: VerdictDocument) -> tuple[str, ...]:
    """What speaks for malice, the longest first; text is also marked line by line."""
    values = {
        part.strip()
        for finding in document.findings
        if finding.weight_db > 0
        for item in finding.evidence
        if isinstance(item.value, str)
        for part in item.value.splitlines()
    }
    long_enough = (value for value in values if len(value) >= MIN_MARK_CHARS)
    return tuple(sorted(long_enough, key=lambda value: (-len(value), value)))


def _pieces(text: str, marks: Sequence[str]) -> tuple[Piece, ...]:
    if not marks:
        return (Piece(visible(text)),)
    pattern = re.compile("(" + "|".join(map(re.escape, marks)) + ")", re.IGNORECASE)
    parts = pattern.split(text)
    return tuple(
        Piece(visible(part), is_marked=number % 2 == 1) for number, part in enumerate(parts) if part
    )
