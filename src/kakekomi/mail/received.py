"""Read the path of a mail: one hop for each Received field, newest first as they stand.

Each server writes ``from HELO (NAME [IP]) by HOST with PROTOCOL id ID for <ADDRESS>; DATE``. Only
the hops that the reader's own servers wrote can be trusted; whoever sent the mail may have written
the rest. This module reads and believes nothing.

Source: RFC 5321 section 4.4; observed Postfix, Exim, Sendmail, qmail, Exchange, Gmail
"""

import re
from collections.abc import Sequence
from typing import Final

import msgspec

from kakekomi.mail import date, japanese
from kakekomi.mail.date import MailDate

MAX_HOPS: Final = 200
"""Mail servers refuse a mail as looping after 25-100."""
MAX_HOP_BYTES: Final = 8_192
"""A hop has some hundred bytes."""

FROM: Final = re.compile(r"\s*from\s+([^\s()\[\];]+|\[[^\]\s]*\])", re.IGNORECASE)
"""Takes ``from mail.a.example (``; refuses ``by x``."""
CLAUSE: Final = re.compile(
    r"(?:(?<=\s)|\A)(by|with|via|id|for)\s+(<[^<>\s]*>|[^\s;()]+)", re.IGNORECASE
)
"""Takes ``by mx.b.example`` and ``for <c@d.example>``; refuses ``nearby x``."""
ADDRESS: Final = re.compile(
    r"(?:(?<=IPv6:)|(?<![\w.:]))(\d{1,3}(?:\.\d{1,3}){3}|(?:[0-9a-f]{1,4}:){7}[0-9a-f]{1,4}"
    r"|(?=[0-9a-f:]{0,39}::)[0-9a-f:]{2,39})(?![\w.:-])",
    re.IGNORECASE,
)
"""Takes ``[192.0.2.1]`` and ``IPv6:2001:db8::1``; refuses ``18:38:00`` and ``1.2.3``."""
COMMENT: Final = re.compile(r"\(([^()]*)\)?")
"""Takes ``(mail.a.example [192.0.2.1])``; refuses ``mail.a.example``."""
HOST: Final = re.compile(
    r"(?<![\w@.-])(?:[\w-]+@)?((?:[\w-]++\.)*+[\w-]++(?=\s+\[)|(?:[\w-]++\.)+[A-Za-z][\w-]*\.?)(?![\w@.-])"
)
"""Takes ``mail.a.example`` and ``unknown [``; refuses ``[192.0.2.1]``."""
HELO: Final = re.compile(r"helo[= ]([^\s()\[\]]+)", re.IGNORECASE)
"""Takes ``HELO=pc1`` and ``helo mail.a.example``; refuses ``ehlo``."""


COMMON: Final = re.compile(
    r"from\s++([^\s()\[\];]+)\s++\((?:(?:[\w:-]+@)?([\w.-]+)\s+)?\[(\d+(?:\.\d+){3})\]\)\s++"
    r"by\s++([^\s;()]+)(?:\s++\([^()]*\))?\s++with\s++(\S+)\s++id\s++([^\s;()]+)"
    r"(?:\s++for\s++<?([^\s;()<>]+)>?)?(?:\s++\([^()]*\))?\s*+;([^;]*)\Z"
)
"""The usual form in one go: takes ``from a (b.example [192.0.2.1]) by c with SMTP id 1; DATE``."""


class Hop(msgspec.Struct, frozen=True):
    """One Received field, as stated. Texts are empty where the field says nothing."""

    raw: str
    """Unfolded."""
    helo: str
    """How the sending side called itself."""
    from_host: str
    """Its name as the receiving server looked it up."""
    from_ip: str
    """Its address as the receiving server saw it."""
    by: str
    """The receiving server."""
    protocol: str
    id: str
    recipient: str
    date: MailDate


def parse(raw: bytes) -> Hop:
    """Read one Received field; anything gives a hop."""
    text = japanese.FOLD.sub(b" ", raw[:MAX_HOP_BYTES])
    whole = text.decode("ascii") if text.isascii() else japanese.decode(text).text
    return _common(whole) or _any_form(whole)


def _common(whole: str) -> Hop | None:
    found = COMMON.match(whole)
    if found is None:
        return None
    helo, host, ip, by, protocol, label, recipient, when = found.groups()
    return Hop(
        raw=whole,
        helo=helo,
        from_host=(host or "").rstrip("."),
        from_ip=ip,
        by=by,
        protocol=protocol,
        id=label,
        recipient=recipient or "",
        date=date.parse(when),
    )


def _any_form(whole: str) -> Hop:
    route, semicolon, when = whole.rpartition(";")
    route = route if semicolon else whole
    sender = FROM.match(route)
    by_at = route.find(" by ") if sender else 0
    comments = " ".join(COMMENT.findall(route[: by_at if by_at >= 0 else len(route)]))
    helo = HELO.search(comments)
    seen = HELO.sub(" ", comments) if helo else comments
    ip = ADDRESS.search(seen) or ADDRESS.search(route[: by_at if by_at > 0 else len(route)])
    host = HOST.search(seen)
    clauses = {
        name.lower(): value for name, value in reversed(CLAUSE.findall(COMMENT.sub(" ", route)))
    }
    said = sender[1] if sender else ""
    return Hop(
        raw=whole.strip(),
        helo=helo[1] if helo else said,
        from_host=host[1].rstrip(".") if host else (said if helo else ""),
        from_ip=ip[1] if ip else "",
        by=clauses.get("by", ""),
        protocol=clauses.get("with", ""),
        id=clauses.get("id", ""),
        recipient=clauses.get("for", "").strip("<>"),
        date=date.parse(when),
    )


def path(fields: Sequence[tuple[bytes, bytes]]) -> tuple[Hop, ...]:
    """Read every Received field, in the order of the header, at most MAX_HOPS."""
    found = [value for name, value in fields if name == b"received"]
    return tuple(parse(value) for value in found[:MAX_HOPS])
