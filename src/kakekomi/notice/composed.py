"""Read a notice that somebody composed in a mail program, to be checked before it is sent.

What the mail really has counts, not what its program shows: attachments, where links lead, who
stands in To and Cc.
"""

from dataclasses import dataclass
from typing import Final

from kakekomi.facts.errors import ParseError
from kakekomi.facts.mail_tables import Attachment, Message, Recipient, Url
from kakekomi.mail.collect import collect
from kakekomi.notice.checker import Envelope
from kakekomi.notice.template import NoticeText

SUBJECT: Final = "notice"
"""Name of the mail while it is read; nothing depends on it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Composed:
    """The mail as a notice."""

    notice: NoticeText
    envelope: Envelope


def read_composed(data: bytes) -> Composed:
    """The notice in a mail. Raises: ParseError if it is no mail."""
    facts = collect(data, subject=SUBJECT)
    message = next(iter(facts.of(Message)), None)
    if message is None:
        raise ParseError("no mail")
    shown = [row.address for row in facts.of(Recipient) if row.kind in {"to", "cc"}]
    attached = [
        row.name or row.detected_type or "?" for row in facts.of(Attachment) if row.parent is None
    ]
    return Composed(
        notice=NoticeText(subject_line=message.subject_line or "", text=message.text),
        envelope=Envelope(
            sender_address=message.from_address or "",
            visible_recipients=len(shown),
            attachments=tuple(attached),
            links=tuple(dict.fromkeys(row.href for row in facts.of(Url) if _is_hidden(row))),
        ),
    )


def _is_hidden(link: Url) -> bool:
    """A link whose text does not show where it leads; others are seen in the text."""
    return link.href != "" and (link.text or "").strip() != link.href
