"""Read mails as bytes into the values that this room compares.

A letter is read no further than its text: attachments stay as they lie. A spoof's recipient is
whom it was delivered to, since the To field of a spoof may be invented; its time is that of the
server nearest to the reader, since its Date may be as well.
"""

from collections.abc import Iterator
from typing import Final

from kakekomi.mail import address, body, header, mime, outlook, quotation, received
from kakekomi.mail.address import Mailbox
from kakekomi.mail.entity import Entity
from kakekomi.mail.header import MailHeader
from kakekomi.mail.quotation import QuotedHeader
from kakekomi.trace.letter import Letter, Person, Spoof
from kakekomi.trace.normal import MAX_TEXT_CHARS, normal_form

MAX_PEOPLE: Final = 100
"""Of one mail: more is a circular, which everybody holds and nobody is known by."""
MAX_ANSWERS: Final = 30
"""Ids kept of a thread, the nearest ones; the ones before are joined by the mails between."""
MAX_NAME_CHARS: Final = 200
"""Of a display name; longer ones are no names."""
MAX_ADDRESS_CHARS: Final = 320
"""The longest address that mail allows: 64 before the @, 255 behind."""
LURE_BYTES: Final = 400
"""Of normal form: a lure is a line or two and a signature; a spoof with more quotes something."""
DELIVERED: Final = (b"delivered-to", b"x-original-to", b"envelope-to")


def read_letter(data: bytes) -> Letter:
    """Read a mail of an archive.

    Raises:
        ParseError: it is no mail at all.
    """
    mail = mime.parse(outlook.as_mail(data) if outlook.may_be(data) else data)
    fields = header.read(mail)
    if _is_disguised(fields.sender):
        return Letter(message_id=fields.message_id)
    own, quoted = quotation.split(body.read(mail).text[: 2 * MAX_TEXT_CHARS])
    return Letter(
        message_id=fields.message_id,
        answers=_answers(fields),
        date_at=fields.date.at,
        people=tuple(_people(fields)),
        has_sender=fields.sender is not None and "@" in fields.sender.address,
        delivered_to=_delivered_to(mail),
        own=normal_form(own),
        quoted=normal_form(quoted) if quoted else b"",
    )


def read_spoof(data: bytes, name: str) -> Spoof:
    """Read a spoofed mail.

    Raises:
        ParseError: it is no mail at all.
    """
    mail = mime.parse(outlook.as_mail(data) if outlook.may_be(data) else data)
    fields = header.read(mail)
    shown = body.read(mail)
    text = normal_form(shown.text)
    quote = quotation.read(shown.text, fields.subject)
    times = [hop.date.at for hop in received.path(mail.fields) if hop.date.at is not None]
    delivered = _delivered_to(mail)
    addressed = [one.address for one in map(_person, _addressed(fields)) if one.address]
    return Spoof(
        name=name,
        message_id=fields.message_id,
        received_at=times[0] if times else fields.date.at,
        recipients=tuple(dict.fromkeys([delivered, *addressed] if delivered else addressed)),
        shown=_shown(fields.sender),
        from_address=_person(fields.sender).address if fields.sender else "",
        text=text,
        has_quote=bool(quote.quoted.strip()) or len(text) > LURE_BYTES,
        quoted_people=tuple(dict.fromkeys(_quoted(quote.headers)))[:MAX_PEOPLE],
    )


def _is_disguised(sender: Mailbox | None) -> bool:
    """Whether it shows another address than its own: a spoof that lies in the archive as well."""
    if sender is None:
        return False
    return any(one.lower() != sender.address.lower() for one in sender.addresses_in_name)


def _answers(fields: MailHeader) -> tuple[str, ...]:
    nearest = [*fields.references, *fields.in_reply_to[:1]][-MAX_ANSWERS:]
    return tuple(dict.fromkeys(reversed(nearest)))[::-1]


def _people(fields: MailHeader) -> Iterator[Person]:
    seen = set[str]()
    senders = (fields.sender,) if fields.sender else ()
    for one in map(_person, (*senders, *_addressed(fields))):
        if one.address and one.address not in seen and len(seen) < MAX_PEOPLE:
            seen.add(one.address)
            yield one


def _addressed(fields: MailHeader) -> tuple[Mailbox, ...]:
    return (*fields.to.mailboxes, *fields.cc.mailboxes, *fields.bcc.mailboxes)


def _person(one: Mailbox) -> Person:
    is_address = "@" in one.address and len(one.address) <= MAX_ADDRESS_CHARS
    return Person(one.address.lower() if is_address else "", one.name.strip()[:MAX_NAME_CHARS])


def _shown(sender: Mailbox | None) -> Person:
    """As the reader sees it: an address inside the name hides the real one."""
    if sender is None:
        return Person("")
    name = sender.name.strip()[:MAX_NAME_CHARS]
    if not sender.addresses_in_name:
        return Person("", name)
    shown = sender.addresses_in_name[0]
    return Person(shown.lower(), name.replace(shown, "").strip(" \t<>\"'()"))


def _delivered_to(mail: Entity) -> str:
    for field in DELIVERED:
        value = mail.first(field)
        if value:
            found = address.parse_list(value).mailboxes
            return _person(found[0]).address if found else ""
    return ""


def _quoted(headers: tuple[QuotedHeader, ...]) -> Iterator[Person]:
    """Those of the newest quoted mail, whose header block is the first."""
    for head in headers[:1]:
        for stated in (head.sender, head.recipients):
            for one in address.parse_list(stated.encode("utf-8", "replace")).mailboxes:
                person = _person(one)
                if person.address or person.name:
                    yield person
