"""Passwords that follow in a mail of their own, as is the habit in Japan ("PPAP").

Looked for only where a mail stays shut, and only in mails of the same sender close behind it (or
beside it in the archive with no earlier date). What opens it is a row of ``password`` with the
source ``later_mail``.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from kakekomi.facts.mail_tables import Attachment, Message, Password
from kakekomi.facts.subject import SubjectFacts

MAX_PASSWORDS: Final = 20
"""Tried on one mail; a sender who writes them all day is a newsletter of accounts."""
HEADER_BYTES: Final = 65_536
"""Where the sender's address is looked for."""
FROM: Final = re.compile(rb"^from:[^\n]*(?:\n[ \t][^\n]*)*", re.IGNORECASE | re.MULTILINE)
"""Takes ``From: a@b.example``; refuses ``X-From: a``."""


def is_shut(facts: SubjectFacts) -> bool:
    """Whether something in the mail is encrypted and stayed so."""
    return any(
        isinstance(row, Attachment) and row.encrypted and row.opened_with is None
        for row in facts.rows
    )


def senders(everything: Iterable[SubjectFacts]) -> frozenset[bytes]:
    """Addresses whose mails stayed shut."""
    found = (_sender(_message(facts)) for facts in everything if is_shut(facts))
    return frozenset(address.encode("utf-8", "replace") for address in found if address)


def mentions(data: bytes, wanted: frozenset[bytes]) -> bool:
    """Whether a mail may be of one of these senders; cheap."""
    header = data[:HEADER_BYTES]
    return any(address in line.lower() for line in FROM.findall(header) for address in wanted)


def passwords(shut: SubjectFacts, everything: Sequence[SubjectFacts]) -> tuple[Password, ...]:
    """Those in other mails of the same sender that are not known to be earlier."""
    message = _message(shut)
    sender = _sender(message)
    if message is None or not sender:
        return ()
    found: dict[str, Password] = {}
    for other in everything:
        row = _message(other)
        if other is shut or _sender(row) != sender or row is None or _is_earlier(row, message):
            continue
        for password in other.of(Password):
            found.setdefault(
                password.value,
                Password(value=password.value, label=password.label, source="later_mail"),
            )
    return tuple(found.values())[:MAX_PASSWORDS]


def fitting(facts: SubjectFacts, candidates: Sequence[Password]) -> tuple[Password, ...]:
    """Those that opened something."""
    used = {row.opened_with for row in facts.of(Attachment)}
    return tuple(password for password in candidates if password.value in used)


def _message(facts: SubjectFacts) -> Message | None:
    return next(iter(facts.of(Message)), None)


def _sender(message: Message | None) -> str:
    return (message.from_address or "").lower() if message else ""


def _is_earlier(other: Message, message: Message) -> bool:
    dates = (other.date_at, message.date_at)
    return dates[0] is not None and dates[1] is not None and dates[0] < dates[1]
