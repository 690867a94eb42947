"""Rows about the mail as a whole: message, recipients, its way, what servers state about it."""

from typing import Final

from kakekomi.facts.mail_tables import (
    Authentication,
    Message,
    QuotedParticipant,
    Received,
    Recipient,
)
from kakekomi.facts.subject import FactsBuilder
from kakekomi.mail import address, authentication, quotation, received, unseen
from kakekomi.mail.address import AddressList
from kakekomi.mail.authentication import Statement
from kakekomi.mail.body import MailBody
from kakekomi.mail.entity import Entity
from kakekomi.mail.header import MailHeader
from kakekomi.mail.quotation import Quotation, QuotedHeader

MAX_RECIPIENTS: Final = 500
"""Rows of one kind; providers stop at 500 to 1,000 recipients."""
MAX_QUOTED_PEOPLE: Final = 100
"""Rows of people named in quotations."""
METHODS: Final = ("spf", "dkim", "dmarc", "arc")


def add(
    builder: FactsBuilder, mail: Entity, fields: MailHeader, shown: MailBody, *, size_bytes: int
) -> None:
    """Add all of them."""
    quote = quotation.read(
        shown.text, fields.subject, has_reply_fields=bool(fields.in_reply_to or fields.references)
    )
    builder.add(_message(mail, fields, shown, quote, size_bytes))
    for kind, people in (("to", fields.to), ("cc", fields.cc), ("bcc", fields.bcc)):
        if people.mailboxes:
            builder.add(*_recipients(kind, people))
    builder.add(*_hops(mail))
    statements = authentication.read(mail.fields)
    if statements:
        builder.add(*_authentications(statements))
    if quote.headers:
        builder.add(*_quoted_people(quote.headers))


def _message(
    mail: Entity, fields: MailHeader, shown: MailBody, quote: Quotation, size_bytes: int
) -> Message:
    sender = fields.sender
    envelope = _envelope(mail, fields)
    in_name = sender.addresses_in_name if sender else ()
    return Message(
        subject_line=fields.subject if fields.has_subject else None,
        from_name=(sender.name or None) if sender else None,
        from_address=(sender.address or None) if sender else None,
        from_domain=(sender.domain or None) if sender else None,
        from_name_address=in_name[0].lower() if in_name else None,
        sender_address=_first_address(fields.sender_list),
        reply_to_address=_first_address(fields.reply_to),
        envelope_from=envelope,
        envelope_domain=(address.domain_of(envelope) or None) if envelope else None,
        message_id=f"<{fields.message_id}>" if fields.message_id else None,
        date_at=fields.date.at,
        in_reply_to=f"<{fields.in_reply_to[0]}>" if fields.in_reply_to else None,
        references_count=len(fields.references),
        is_reply=quote.subject_is_reply,
        is_forward=quote.subject_is_forward,
        text=shown.text,
        quoted_text=quote.quoted,
        quoted_from=quote.headers[0].sender or None if quote.headers else None,
        size_bytes=size_bytes,
        parts=shown.parts,
        is_html=shown.is_html,
        picture_only=unseen.is_picture_only(shown),
        mailer=fields.mailer,
        list_id=fields.list_id,
        auto_submitted=_automatic(mail, fields),
    )


def _automatic(mail: Entity, fields: MailHeader) -> str | None:
    if fields.auto_submitted is None and mail.content_type == "multipart/report":
        return mail.type_field.get("report-type") or "report"
    return fields.auto_submitted


def _first_address(people: AddressList) -> str | None:
    for one in people.mailboxes:
        if one.address:
            return one.address
    return None


def _envelope(mail: Entity, fields: MailHeader) -> str | None:
    """The Return-Path; empty for the null sender of bounces, None if there is none."""
    stated = _first_address(fields.return_path)
    if stated is None:
        raw = mail.first(b"return-path")
        return "" if raw is not None and raw.strip() == b"<>" else None
    return stated


def _recipients(kind: str, people: AddressList) -> list[Recipient]:
    return [
        Recipient(
            kind=kind, name=one.name or None, address=one.address or None, domain=one.domain or None
        )
        for one in people.mailboxes[:MAX_RECIPIENTS]
    ]


def _hops(mail: Entity) -> list[Received]:
    return [
        Received(
            position=position,
            from_host=hop.helo or None,
            from_ip=hop.from_ip or None,
            by_host=hop.by or None,
            received_at=hop.date.at,
        )
        for position, hop in enumerate(received.path(mail.fields))
    ]


def _authentications(statements: tuple[Statement, ...]) -> list[Authentication]:
    """One row for each run of statements by one server; of one method the first counts."""
    rows: list[Authentication] = []
    group: dict[str, str] = {}
    key: tuple[str, str] | None = None
    for one in statements:
        if key is not None and (one.field, one.authserv_id) != key:
            rows.append(_authentication(len(rows), key[1], group))
            group = {}
        key = (one.field, one.authserv_id)
        group.setdefault(one.method, one.result)
    if key is not None:
        rows.append(_authentication(len(rows), key[1], group))
    return rows


def _authentication(position: int, server: str, results: dict[str, str]) -> Authentication:
    spf, dkim, dmarc, arc = (results.get(method) for method in METHODS)
    return Authentication(
        position=position, authserv_id=server or None, spf=spf, dkim=dkim, dmarc=dmarc, arc=arc
    )


def _quoted_people(headers: tuple[QuotedHeader, ...]) -> list[QuotedParticipant]:
    rows: list[QuotedParticipant] = []
    for block, head in enumerate(headers):
        for role, stated in (("from", head.sender), ("to", head.recipients)):
            if not stated or len(rows) >= MAX_QUOTED_PEOPLE:
                continue
            people = address.parse_list(stated.encode("utf-8", "replace")).mailboxes
            rows += [
                QuotedParticipant(
                    block=block,
                    role=role,
                    name=one.name or None,
                    address=one.address or None,
                    domain=one.domain or None,
                )
                for one in people[:MAX_QUOTED_PEOPLE]
            ]
    return rows
