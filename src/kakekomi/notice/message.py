"""The mail that one recipient gets: plain text, one recipient, an id that can be made again.

The Message-ID is made from the notice and the address. So it is the same after a break, which lets
servers, people and bounces say whether this very mail arrived; and nobody who did not get the mail
can guess it, which is what lets a bounce be believed.

Source: RFC 5322; RFC 2047; RFC 6532 is not needed, since all is ASCII
"""

import hashlib
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Final

from kakekomi.notice.notice import Notice, Recipient

ID_CHARS: Final = 40
"""Of the digest in an id: 160 bits, beyond guessing."""

MARK: Final = "kakekomi-notice."
"""Begins each id, so that bounces can be found by it."""


def message_id(notice: Notice, address: str, digest: str = "") -> str:
    """Without its brackets; ``digest`` is that of the notice, if it is at hand."""
    mixed = f"{digest or notice.digest}\n{address}".encode()
    domain = notice.sender_address.rpartition("@")[2]
    return f"{MARK}{hashlib.sha256(mixed).hexdigest()[:ID_CHARS]}@{domain}"


def message(notice: Notice, recipient: Recipient, *, at: datetime, digest: str = "") -> bytes:
    """The mail, its lines ended by CR LF and no longer than SMTP takes."""
    mail = EmailMessage(policy=SMTP)
    mail["From"] = _address(notice.sender_address, notice.sender_name)
    mail["To"] = _address(recipient.address)
    mail["Subject"] = " ".join(notice.subject_line.split())
    mail["Date"] = format_datetime(at)
    mail["Message-ID"] = f"<{message_id(notice, recipient.address, digest)}>"
    mail.set_content(notice.text, charset="utf-8", cte="base64")
    return mail.as_bytes()


def _address(address: str, name: str = "") -> Address:
    """In two parts, so that old telephone addresses (``a..b@…``) are quoted and not refused."""
    local, _, domain = address.rpartition("@")
    return Address(display_name=" ".join(name.split()), username=local, domain=domain)
