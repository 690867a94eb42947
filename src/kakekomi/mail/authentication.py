"""Read what receiving servers state about SPF, DKIM and DMARC.

The fields are Authentication-Results, ARC-Authentication-Results and Received-SPF. They are
statements: only those of the reader's own servers mean anything, and a sender can write them too.
So each one keeps who states it, and nothing is verified here.

Source: RFC 8601, RFC 8617 (ARC), RFC 7208 section 9.1 (Received-SPF)
"""

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import Final

import msgspec

from kakekomi.mail import japanese

MAX_STATEMENTS: Final = 200
"""A mail that passed ten servers, with five methods each, has fifty."""
MAX_FIELD_BYTES: Final = 16_384
"""Room for that many in one field."""

COMMENT: Final = re.compile(r"\([^()]*\)")
"""Takes ``(sender is authorized)``; refuses ``spf=pass``."""
RESULT: Final = re.compile(r"\s*([A-Za-z][\w-]*)(?:/\d+)?\s*=\s*([A-Za-z]\w*)")
"""Takes ``spf=pass`` and ``dkim/1 = fail``; refuses ``header.from=a.example``."""
PROPERTY: Final = re.compile(r"([A-Za-z]\w*\.[\w.-]+|reason)\s*=\s*(\"[^\"]*\"?|[^\s;\"]+)")
"""Takes ``smtp.mailfrom=a@b.example``; refuses ``spf=pass``."""
SPF_RESULT: Final = re.compile(r"\s*([A-Za-z]+)")
"""Takes ``pass (mx.b.example: …)``; refuses ``(…)``."""
SPF_PAIR: Final = re.compile(r"(?<![A-Za-z-])([A-Za-z-]++)\s*+=\s*(\"[^\"]*\"?|[^\s;\"]+)")
"""Takes ``client-ip=192.0.2.1``; refuses ``client-ip``."""
SPF_HOST: Final = re.compile(r"\(([\w.-]+):")
"""Who checked: takes ``(mx.b.example: domain of``; refuses ``(sender)``."""


class AuthenticationField(StrEnum):
    """The fields that statements stand in."""

    AUTHENTICATION_RESULTS = "authentication-results"
    ARC = "arc-authentication-results"
    RECEIVED_SPF = "received-spf"


class Property(msgspec.Struct, frozen=True, gc=False):
    """What was looked at: ``smtp.mailfrom``, ``header.d``."""

    name: str
    value: str


class Statement(msgspec.Struct, frozen=True, gc=False):
    """One result of one method."""

    field: AuthenticationField
    authserv_id: str
    """Who states it, lower case; empty if absent."""
    method: str
    """``spf``, ``dkim``, ``dmarc`` or any other, lower case."""
    result: str
    """``pass``, ``fail``, ``none``, … lower case, as stated."""
    properties: tuple[Property, ...] = ()


def read(fields: Sequence[tuple[bytes, bytes]]) -> tuple[Statement, ...]:
    """Read all statements, in the order of the header (newest first)."""
    found: list[Statement] = []
    for name, value in fields:
        if name in READERS:
            found += READERS[name](_text(value))
            if len(found) >= MAX_STATEMENTS:
                break
    return tuple(found[:MAX_STATEMENTS])


def results(text: str, field: AuthenticationField) -> Iterator[Statement]:
    """Read one Authentication-Results value."""
    pieces = COMMENT.sub(" ", text).split(";")
    if field is AuthenticationField.ARC and pieces[0].strip().lower().startswith("i="):
        pieces = pieces[1:]
    has_host = bool(pieces) and RESULT.match(pieces[0]) is None
    head = pieces[0].split() if has_host else []
    host = head[0].lower() if head else ""
    for piece in pieces[1:] if has_host else pieces:
        match = RESULT.match(piece)
        if match:
            properties = tuple(
                Property(name.lower(), value.strip('"'))
                for name, value in PROPERTY.findall(piece, match.end())
            )
            yield Statement(field, host, match[1].lower(), match[2].lower(), properties)


def received_spf(text: str) -> Iterator[Statement]:
    """Read one Received-SPF value."""
    match = SPF_RESULT.match(text)
    if match is None:
        return
    pairs = SPF_PAIR.findall(COMMENT.sub(" ", text))
    properties = tuple(Property(name.lower(), value.strip('"')) for name, value in pairs)
    stated = next((p.value for p in properties if p.name == "receiver"), "")
    host = SPF_HOST.search(text)
    checker = stated or (host[1] if host else "")
    field = AuthenticationField.RECEIVED_SPF
    yield Statement(field, checker.lower(), "spf", match[1].lower(), properties)


def _text(raw: bytes) -> str:
    return japanese.unfold(raw[:MAX_FIELD_BYTES])


READERS: Final = {
    b"authentication-results": lambda text: results(
        text, AuthenticationField.AUTHENTICATION_RESULTS
    ),
    b"arc-authentication-results": lambda text: results(text, AuthenticationField.ARC),
    b"received-spf": received_spf,
}
"""Field name to its reader."""
