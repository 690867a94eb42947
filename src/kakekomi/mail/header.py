"""Read the header fields that say who wrote to whom, when, and in answer to what.

Fields that come twice keep the first as the value: mail programs show that one. How many came is
kept beside it, since a second From is a way to show one sender and authenticate another.

Source: RFC 5322 section 3.6
"""

import re
from operator import itemgetter
from typing import Final

import msgspec

from kakekomi.mail import address, date, japanese
from kakekomi.mail.address import AddressList, Mailbox
from kakekomi.mail.date import MailDate
from kakekomi.mail.entity import Entity

MAX_REFERENCES: Final = 1_000
"""Threads of mailing lists reach some hundreds of answers."""
MAX_FIELD_BYTES: Final = 65_536
"""Room for that many ids."""

MESSAGE_ID: Final = re.compile(rb"<([^<>\s]{1,900})>")
"""Takes ``b"<1@a.example>"``; refuses ``b"< >"``."""

EMPTY: Final = AddressList()
NAME_OF: Final = itemgetter(0)


class MailHeader(msgspec.Struct, frozen=True, gc=False):
    """The fields of one mail, decoded."""

    subject: str
    """Decoded, verbatim otherwise; empty if absent."""
    sender: Mailbox | None
    """The first mailbox of From."""
    from_list: AddressList
    from_fields: int
    """How many From fields there are; more than one is against the standard."""
    sender_list: AddressList
    reply_to: AddressList
    return_path: AddressList
    to: AddressList
    cc: AddressList
    bcc: AddressList
    message_id: str
    """Without its brackets; empty if absent."""
    in_reply_to: tuple[str, ...]
    references: tuple[str, ...]
    date: MailDate
    date_raw: str
    """As written."""
    has_subject: bool
    """A subject that is there may be empty."""
    mailer: str | None
    """X-Mailer, else User-Agent; like the next two None if absent or blank."""
    list_id: str | None
    auto_submitted: str | None


def read(entity: Entity) -> MailHeader:
    """Read the header of a mail."""
    first = dict(reversed(entity.fields))
    from_list = _addresses(first, b"from")
    date_raw = _text(first.get(b"date", b""))
    ids = _ids(first.get(b"message-id", b""))
    return MailHeader(
        subject=japanese.decode_header(first.get(b"subject", b"")),
        sender=from_list.mailboxes[0] if from_list.mailboxes else None,
        from_list=from_list,
        from_fields=list(map(NAME_OF, entity.fields)).count(b"from"),
        sender_list=_addresses(first, b"sender"),
        reply_to=_addresses(first, b"reply-to"),
        return_path=_addresses(first, b"return-path"),
        to=_addresses(first, b"to"),
        cc=_addresses(first, b"cc"),
        bcc=_addresses(first, b"bcc"),
        message_id=ids[0] if ids else "",
        in_reply_to=_ids(first.get(b"in-reply-to", b"")),
        references=_ids(first.get(b"references", b"")),
        date=date.parse(date_raw),
        date_raw=date_raw,
        has_subject=b"subject" in first,
        mailer=_stated(first.get(b"x-mailer") or first.get(b"user-agent")),
        list_id=_stated(first.get(b"list-id")),
        auto_submitted=_stated(first.get(b"auto-submitted")),
    )


def _addresses(first: dict[bytes, bytes], name: bytes) -> AddressList:
    value = first.get(name)
    return address.parse_list(value) if value else EMPTY


def _stated(raw: bytes | None) -> str | None:
    return japanese.decode_header(raw).strip() or None if raw else None


def _text(raw: bytes) -> str:
    return raw.decode("ascii") if raw.isascii() else japanese.decode(raw).text


def _ids(raw: bytes) -> tuple[str, ...]:
    """Return the ids in brackets; without any, the bare value if it is one word."""
    if not raw:
        return ()
    found = MESSAGE_ID.findall(raw[:MAX_FIELD_BYTES])[:MAX_REFERENCES]
    if found:
        return tuple(_text(item) for item in found)
    words = raw[:MAX_FIELD_BYTES].split()
    return (_text(words[0].strip(b"<>")),) if len(words) == 1 and words[0].strip(b"<>") else ()
