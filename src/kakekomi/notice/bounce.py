"""Read what came back: delivery reports and bounces, settled by the id of our own mail.

Reports of the standard (RFC 3464) say ``Action: failed``; older servers write prose. Both quote our
mail, and its Message-ID names the recipient. The id can't be guessed by whoever did not get the
mail, so nobody else can make a bounce that counts. An answer of a person or an absence note quotes
the id too, but comes from a person's address and is no bounce.

Source: RFC 3464 section 2.3.3 (Action); RFC 5321 section 4.5.5 (null return path); RFC 3834
"""

import re
from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum
from typing import Final

import msgspec

from kakekomi.facts.errors import ParseError
from kakekomi.mail import header, mime
from kakekomi.mail.address import Mailbox
from kakekomi.mail.entity import Entity
from kakekomi.notice.address_form import LeftOut, canonical, left_out
from kakekomi.notice.message import ID_CHARS, MARK
from kakekomi.notice.record import Event, Events, State

MAX_PART_BYTES: Final = 262_144
"""Of a part that is searched: reports quote the header, and that is short."""

MAX_PARTS: Final = 50
"""Of a bounce; real ones have four."""

OUR_ID: Final = re.compile(re.escape(MARK).encode() + rb"[0-9a-f]{%d}@[\w.-]+" % ID_CHARS)
"""Takes ``kakekomi-notice.<40 hex>@a.example``; refuses a shorter one."""

ACTION: Final = re.compile(rb"^Action:[ \t]*([a-z]+)", re.MULTILINE | re.IGNORECASE)
"""Takes ``Action: failed``; refuses ``X-Action: failed``."""

STATUS: Final = re.compile(
    rb"^(?:Status|Diagnostic-Code):[ \t]*([^\r\n]{1,200})", re.MULTILINE | re.IGNORECASE
)
"""Takes ``Status: 5.1.1``; refuses ``X-Status: 1``."""


DAEMONS: Final = frozenset({"mailer-daemon", "postmaster"})
"""Whose mails are reports, even without a domain."""


class Action(StrEnum):
    """What a report says; the values of RFC 3464."""

    FAILED = "failed"
    DELAYED = "delayed"
    DELIVERED = "delivered"
    RELAYED = "relayed"
    EXPANDED = "expanded"


class Bounce(msgspec.Struct, frozen=True, kw_only=True):
    """One report about one of our mails."""

    message_id: str
    action: Action
    detail: str = ""


def read_bounce(data: bytes) -> Bounce | None:
    """The report in a mail; None if it is no report, or not about a notice of ours."""
    try:
        mail = mime.parse(data)
    except ParseError:
        return None
    if not _is_report(mail):
        return None
    texts = list(_texts(mail))
    found = next((match for text in texts if (match := OUR_ID.search(text))), None)
    if found is None:
        return None
    status = [match[1] for text in texts for match in STATUS.finditer(text)]
    return Bounce(
        message_id=found[0].decode("ascii", "replace").rstrip("."),
        action=_action(texts),
        detail=b"; ".join(status[:2]).decode("utf-8", "replace").strip(),
    )


def _action(texts: list[bytes]) -> Action:
    """As stated; a report that states nothing is one of failure."""
    stated = [match[1].decode().lower() for text in texts for match in ACTION.finditer(text)]
    known = [Action(word) for word in stated if word in set(Action)]
    return Action.FAILED if Action.FAILED in known or not known else known[0]


def _is_report(mail: Entity) -> bool:
    """By its type, or as it comes from a machine that answers for a mail server."""
    kinds = {part.content_type for part in mail.walk()}
    if "message/disposition-notification" in kinds or "message/feedback-report" in kinds:
        return False
    if "message/delivery-status" in kinds:
        return True
    fields = header.read(mail)
    stated = [fields.sender, *fields.return_path.mailboxes]
    if any(_is_daemon(one) for one in stated if one is not None):
        return True
    # Absence notes have a null path too, and say that they are answers.
    is_answer = (fields.auto_submitted or "").lower().startswith("auto-replied")
    return (mail.first(b"return-path") or b"").strip() == b"<>" and not is_answer


def _is_daemon(one: Mailbox) -> bool:
    """By the address, or by the name if there is no address: ``MAILER-DAEMON <>``."""
    address = canonical(one.address)
    local = address.partition("@")[0] or one.name.strip().lower()
    return local in DAEMONS or left_out(address, frozenset()) is LeftOut.AUTOMATIC


def _texts(mail: Entity) -> Iterator[bytes]:
    """What may name our mail: texts, the report, and the header of what is sent back."""
    for number, part in enumerate(mail.walk()):
        if number >= MAX_PARTS:
            return
        yield b"\n".join(value for name, value in part.fields if name in REFERRING)
        if not part.children and part.content_type.startswith(("text/", "message/")):
            yield part.body()[:MAX_PART_BYTES]


REFERRING: Final = frozenset({b"message-id", b"in-reply-to", b"references", b"original-message-id"})
"""Fields that name a mail."""


def event_of(bounce: Bounce, record: Events, *, at: datetime) -> Event | None:
    """What the report changes; None if the mail is not in the record, or nothing changes.

    A mail in doubt that comes back, or is said to be delivered, had been sent.
    """
    known = record.of_message(bounce.message_id)
    latest = known and record.last(known.address)
    if known is None or latest is None or latest.message_id != bounce.message_id:
        return None
    state = State.BOUNCED if bounce.action is Action.FAILED else State.SENT
    if bounce.action is Action.DELAYED or latest.state in {state, State.BOUNCED, State.TOLD}:
        return None
    return Event(
        at=at,
        address=known.address,
        state=state,
        message_id=known.message_id,
        digest=known.digest,
        detail=bounce.detail,
    )
