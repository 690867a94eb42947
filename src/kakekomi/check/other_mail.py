"""Passwords that come in a mail of their own, as is the habit in Japan ("PPAP").

Looked for only where a mail stays shut, and only in mails of the same sender close by in the
archive: first in those that are not known to be earlier, then, the latest first, in those before.
What opens it is a row of ``password`` with the source ``later_mail`` or ``earlier_mail``.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
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
    lines = b"\n".join(FROM.findall(data[:HEADER_BYTES])).lower()
    return any(address in lines for address in wanted)


def passwords(shut: SubjectFacts, everything: Sequence[SubjectFacts]) -> tuple[Password, ...]:
    """Those in other mails of the same sender, in the order in which they are tried."""
    message = _message(shut)
    sender = _sender(message)
    if message is None or not sender:
        return ()
    others = [(one, _message(one)) for one in everything if one is not shut]
    own = [(one, row) for one, row in others if row is not None and _sender(row) == sender]
    later = [one for one, row in own if not _is_earlier(row, message)]
    before = [(row.date_at, one) for one, row in own if _is_earlier(row, message) and row.date_at]
    before.sort(key=lambda dated: dated[0], reverse=True)
    found: dict[str, Password] = {}
    for password in (*_of(later, "later_mail"), *_of([one for _, one in before], "earlier_mail")):
        found.setdefault(password.value, password)
    return tuple(found.values())[:MAX_PASSWORDS]


def _of(mails: Sequence[SubjectFacts], source: str) -> Iterator[Password]:
    for mail in mails:
        for password in mail.of(Password):
            yield Password(value=password.value, label=password.label, source=source)


def spellings(passwords: Iterable[Password]) -> tuple[str, ...]:
    """What to try: each as it is written, then each in its NFKC form."""
    values = [password.value for password in passwords]
    return tuple(dict.fromkeys((*values, *map(_nfkc, values))))


def fitting(facts: SubjectFacts, candidates: Sequence[Password]) -> tuple[Password, ...]:
    """Those that opened something."""
    used = {row.opened_with for row in facts.of(Attachment)}
    return tuple(one for one in candidates if used & {one.value, _nfkc(one.value)})


def _nfkc(value: str) -> str:
    return unicodedata.normalize("NFKC", value)


def _message(facts: SubjectFacts) -> Message | None:
    return next(iter(facts.of(Message)), None)


def _sender(message: Message | None) -> str:
    return (message.from_address or "").lower() if message else ""


def _is_earlier(other: Message, message: Message) -> bool:
    dates = (other.date_at, message.date_at)
    return dates[0] is not None and dates[1] is not None and dates[0] < dates[1]
