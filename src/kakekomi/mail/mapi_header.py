"""Write the header of a message kept by Outlook: as it came, and from properties what is missing.

A received message keeps the header that it came with, which is evidence and stays verbatim, but for
the fields that describe the build of the body, since the body is built anew. A sent message or a
draft has none; then sender, recipients, subject, time and id come from the properties.

Source: [MS-OXCMAIL] section 2.2; RFC 5322
"""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Final

import pybase64

from kakekomi.mail.mapi import MapiMessage, Properties, Tag

MAX_TEXT_CHARS: Final = 10_000
"""Of a subject or a name; the reader of headers stops at 64 KiB."""
WORD_CHARS: Final = 15
"""In one encoded word: at most 60 bytes in UTF-8, 75 letters in all."""
MAX_HEADER_CHARS: Final = 500_000
"""Of the header as it came."""

FIELD: Final = re.compile(r"([!-9;-~]{1,80})[ \t]*:")
"""Takes ``Received:``; refuses `` folded: line``."""
REBUILT: Final = frozenset({"mime-version", "content-length"})
"""Fields that no longer hold for the body as it is built anew, beside all of ``content-``."""
PLAIN: Final = re.compile(r"[ -~]{0,900}\Z")
"""Text that needs no encoding: takes ``Re: x``; refuses kanji and line ends."""
ADDRESS: Final = re.compile(r"[^\s<>,;:\"@]{1,320}@[^\s<>,;:\"@]{1,320}\Z")
"""Takes ``a@b.example``; refuses ``/O=FIRST/CN=TARO``, an address inside Exchange."""
ID: Final = re.compile(r"<[^<>\s]{1,900}>")
"""Takes ``<1@a.example>``; refuses ``<a b>``."""
DAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS: Final = (
    "Jan",
    "Feb",
    "Mar",
    "Apr",
    "May",
    "Jun",
    "Jul",
    "Aug",
    "Sep",
    "Oct",
    "Nov",
    "Dec",
)
KINDS: Final = {1: "To", 2: "Cc", 3: "Bcc"}
"""Recipient type to field."""
TYPE_MASK: Final = 0xF
"""The other bits of a recipient type say whether it was sent again."""


def lines(message: MapiMessage) -> tuple[bytes, ...]:
    """Give the lines of the header, folded ones with their folds, without ``Content-`` fields."""
    came = tuple(_as_it_came(message.properties.text(Tag.TRANSPORT_MESSAGE_HEADERS) or ""))
    known = {line.partition(":")[0].strip().lower() for line in came}
    made = [
        f"{name}: {value}"
        for name, value in _from_properties(message)
        if value and name.lower() not in known
    ]
    return tuple(line.encode("utf-8", "replace") for line in (*came, *made))


def encoded(text: str) -> str:
    """Write a text as encoded words, if it needs that."""
    text = text[:MAX_TEXT_CHARS]
    if PLAIN.match(text) and "=?" not in text and text == text.strip():
        return text
    pieces = (text[at : at + WORD_CHARS] for at in range(0, len(text), WORD_CHARS))
    return "\r\n ".join(f"=?utf-8?B?{_base64(piece)}?=" for piece in pieces)


def _base64(text: str) -> str:
    return pybase64.b64encode(text.encode("utf-8", "replace")).decode("ascii")


def _as_it_came(text: str) -> Iterator[str]:
    """Give field by field; a line that is neither field nor fold ends the header."""
    field = ""
    all_lines = text[:MAX_HEADER_CHARS].replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if all_lines[0].startswith("Microsoft Mail Internet Headers"):
        del all_lines[0]
    for line in all_lines:
        if line[:1] in {" ", "\t"} and field:
            field += "\r\n" + line
            continue
        if _is_kept(field):
            yield field
        field = line
        if not FIELD.match(line):
            return
    if _is_kept(field):
        yield field


def _is_kept(field: str) -> bool:
    name = field.partition(":")[0].strip().lower()
    return bool(name) and name not in REBUILT and not name.startswith("content-")


def _from_properties(message: MapiMessage) -> Iterator[tuple[str, str]]:
    properties = message.properties
    author = _mailbox(
        properties,
        Tag.SENT_REPRESENTING_NAME,
        (Tag.SENT_REPRESENTING_SMTP_ADDRESS, Tag.SENT_REPRESENTING_EMAIL_ADDRESS),
    )
    sender = _mailbox(
        properties, Tag.SENDER_NAME, (Tag.SENDER_SMTP_ADDRESS, Tag.SENDER_EMAIL_ADDRESS)
    )
    yield "From", author or sender
    yield "Sender", sender if author and sender != author else ""
    yield "Reply-To", _reply_to(properties.text(Tag.REPLY_RECIPIENT_NAMES) or "")
    for kind, name in KINDS.items():
        yield name, _joined(_recipient(one) for one in message.recipients if _kind(one) == kind)
    yield "Subject", encoded(_subject(properties))
    yield (
        "Date",
        _date(
            properties.time(Tag.CLIENT_SUBMIT_TIME) or properties.time(Tag.MESSAGE_DELIVERY_TIME)
        ),
    )
    yield "Message-ID", _ids(properties.text(Tag.INTERNET_MESSAGE_ID))
    yield "In-Reply-To", _ids(properties.text(Tag.IN_REPLY_TO_ID))
    yield "References", _ids(properties.text(Tag.INTERNET_REFERENCES))


def _kind(recipient: Properties) -> int:
    return (recipient.integer(Tag.RECIPIENT_TYPE) or 1) & TYPE_MASK


def _recipient(properties: Properties) -> str:
    return _mailbox(properties, Tag.DISPLAY_NAME, (Tag.SMTP_ADDRESS, Tag.EMAIL_ADDRESS))


def _mailbox(properties: Properties, name_tag: Tag, address_tags: Iterable[Tag]) -> str:
    """Write name and address; an address inside Exchange says nothing outside and is left out."""
    name = properties.text(name_tag) or ""
    given = (properties.text(tag) or "" for tag in address_tags)
    address = next((text for text in given if ADDRESS.match(text)), "")
    if not address:
        return name if ADDRESS.match(name) else _phrase(name)
    if name.strip("'\" ").lower() in {"", address.lower()}:
        return f"<{address}>"
    return f"{_phrase(name)} <{address}>"


def _phrase(name: str) -> str:
    word = encoded(name)
    if not name or word != name:
        return word
    return '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _reply_to(names: str) -> str:
    """Names are joined by semicolons; those that are addresses are of use."""
    return _joined(f"<{name.strip()}>" for name in names.split(";") if ADDRESS.match(name.strip()))


def _joined(mailboxes: Iterable[str]) -> str:
    return ",\r\n ".join(filter(None, mailboxes))


def _subject(properties: Properties) -> str:
    """Give the subject; in a store two characters before it may say how long its prefix is."""
    subject = properties.text(Tag.SUBJECT) or ""
    return subject[2:] if subject.startswith("\x01") else subject


def _date(at: datetime | None) -> str:
    if at is None:
        return ""
    day, month = DAYS[at.weekday()], MONTHS[at.month - 1]
    return f"{day}, {at.day} {month} {at.year:04} {at:%H:%M:%S} +0000"


def _ids(text: str | None) -> str:
    return "\r\n ".join(ID.findall(text or "")[:1_000])
