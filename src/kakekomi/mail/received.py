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
    r"[BbWwVvIiFf](?<!\S.)(?:(?<=[Bb])([Yy])|(?<=[Ww])[Ii][Tt][Hh]|(?<=[Vv])[Ii][Aa]|(?<=[Ii])[Dd]"
    r"|(?<=[Ff])[Oo][Rr])\s+(<[^<>\s]*>|[^\s;()]+)"
)
"""Takes ``by mx.b.example`` (its first group tells it from the others) and ``for <c@d.example>``;
refuses ``nearby x``."""
BY: Final = re.compile(r"[Bb](?<!\S.)[Yy]\s+(<[^<>\s]*>|[^\s;()]+)")
"""That clause alone: takes ``by mx.b.example``; refuses ``nearby x``."""
OTHER_CLAUSES: Final = frozenset({"with", "via", "id", "for"})
"""Words whose value a ``by`` behind them may be."""
ADDRESS: Final = re.compile(
    r"(?:(?<=IPv6:)|(?<![\w.:]))(\d{1,3}(?:\.\d{1,3}){3}|(?:[0-9a-f]{1,4}:){7}[0-9a-f]{1,4}"
    r"|(?=[0-9a-f:]{0,39}::)[0-9a-f:]{2,39})(?![\w.:-])",
    re.IGNORECASE,
)
"""Takes ``[192.0.2.1]`` and ``IPv6:2001:db8::1``; refuses ``18:38:00`` and ``1.2.3``."""
SHORT_ADDRESS: Final = re.compile(r"\d(?<![\w.:].)\d{0,2}(?:\.\d{1,3}){3}(?![\w.:-])")
"""``ADDRESS`` for text without a ``:``, ten times as fast: takes ``[192.0.2.1]``; refuses 1.2.3."""
COMMENT: Final = re.compile(r"\(([^()]*)\)?")
"""Takes ``(mail.a.example [192.0.2.1])``; refuses ``mail.a.example``."""
HELO: Final = re.compile(r"helo[= ]([^\s()\[\]]+)", re.IGNORECASE)
"""Takes ``HELO=pc1`` and ``helo mail.a.example``; refuses ``ehlo``."""
BLANK: Final = r"[\t-\r\x1c-\x20]"
"""Takes a tab and a line end; refuses U+3000, which a class like ``\\s`` would take, at a cost."""
HOST: Final = r"[^\t-\r\x1c-\x20()\[\];]++"
"""Takes ``mail.a.example``; ends before blanks, brackets and ``;``."""
IPV4: Final = r"[0-9]{1,3}(?:\.[0-9]{1,3}){3}"
"""Takes ``192.0.2.1``; refuses ``1.2.3``."""
COMMON: Final = re.compile(
    rf"from{BLANK}++(?:({HOST}){BLANK}++"
    rf"\((?:(?:[A-Za-z0-9_:-]++@)?[A-Za-z0-9_.-]++{BLANK}++)?\[([0-9]+(?:\.[0-9]+){{3}})\]"
    rf"(?:{BLANK}++\(may be forged\))?\)"
    rf"|([A-Za-z][A-Za-z0-9_.]*+){BLANK}++\[({IPV4})\]"
    rf"|{HOST}{BLANK}++\(HELO ([^\t-\r\x1c-\x20()\[\]]++)\){BLANK}++\(\[?({IPV4})\]?\))"
    rf"{BLANK}++by{BLANK}++([^\t-\r\x1c-\x20;()]++)[^;]*+;"
    + date.USUAL_FORM.replace(r"\s", BLANK)
    + r"[^;]*+\Z",
)
"""The usual hops in one go, folded or not: takes ``from a (b.example [192.0.2.1]) by c; DATE``,
``from a [192.0.2.1] by c; DATE`` and ``from b (HELO a) (192.0.2.1) by c; DATE``; refuses
``from a by c``."""


class Hop(msgspec.Struct, frozen=True, gc=False):
    """One Received field, as stated. Texts are empty where the field says nothing."""

    helo: str
    """How the sending side called itself."""
    from_ip: str
    """Its address as the receiving server saw it."""
    by: str
    """The receiving server."""
    date: MailDate


def parse(raw: bytes) -> Hop:
    """Read one Received field; anything gives a hop."""
    raw = raw[:MAX_HOP_BYTES]
    whole = raw.decode("ascii") if raw.isascii() else japanese.unfold(raw)
    usual = COMMON.match(whole)
    if usual is None:
        return _any_form(japanese.unfold(raw))
    helo, ip, near, near_ip, said, said_ip, by, *when = usual.groups()
    return Hop(helo or near or said, ip or near_ip or said_ip, by, date.build_usual(*when))


def _any_form(whole: str) -> Hop:
    route, semicolon, when = whole.rpartition(";")
    route = route if semicolon else whole
    sender = FROM.match(route)
    by_at = route.find(" by ") if sender else 0
    head = route[:by_at] if by_at >= 0 else route
    comments = " ".join(COMMENT.findall(head)) if "(" in head else ""
    helo = HELO.search(comments) if comments else None
    seen = HELO.sub(" ", comments) if helo else comments
    said = helo[1] if helo else sender[1] if sender else ""
    ip = _address(seen) or _address(head or route)
    return Hop(said, ip, _by(route), date.parse(when))


def _address(text: str) -> str:
    found = ADDRESS.search(text) if ":" in text else SHORT_ADDRESS.search(text)
    return found[0] if found else ""


def _by(route: str) -> str:
    """The first ``by`` outside comments that is not itself what another clause names."""
    bare = COMMENT.sub(" ", route) if "(" in route else route
    first = BY.search(bare)
    if first is None:
        return ""
    before = bare[: first.start()].split()
    if not before or before[-1].lower() not in OTHER_CLAUSES:
        return first[1]
    return next((found[2] for found in CLAUSE.finditer(bare) if found[1]), "")


def path(fields: Sequence[tuple[bytes, bytes]]) -> tuple[Hop, ...]:
    """Read every Received field, in the order of the header, at most MAX_HOPS."""
    found = [value for name, value in fields if name == b"received"]
    return tuple(parse(value) for value in found[:MAX_HOPS])
