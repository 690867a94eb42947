r"""Read a structured MIME field: its value and its parameters.

Parameters as the standards have them (quoted strings; RFC 2231 charset, percent and continuations)
and as Japanese mailers really send them: raw ISO-2022-JP or Shift_JIS between the quotes, whose
second bytes may be ``"``, ``;`` or ``\``, encoded words inside the quotes, blanks without quotes.

Source: RFC 2045 section 5.1, RFC 2231, RFC 2183
"""

import re
from functools import lru_cache
from typing import Final
from urllib.parse import unquote_to_bytes

import msgspec

from kakekomi.mail import japanese

MAX_PARAMETERS: Final = 200
"""RFC 2231 cuts a long name into about ten pieces; two hundred is padding."""
MAX_CACHED_BYTES: Final = 200
"""Only short fields repeat from mail to mail; long ones would fill the cache with file names."""

VALUE: Final = re.compile(rb"[ \t\r\n]*+([^;\s]*+)")
"""Takes ``b" text/plain; charset=x"`` (``text/plain``); ``b";x"`` gives an empty value."""
PARAMETER: Final = re.compile(
    rb"(?:;\s*+|(?<!\s)\s++)([!#-'*+\-.0-9A-Z^-~]++)[ \t\r\n]*+=[ \t\r\n]*+"
    rb'(?:"((?:[ !#-\[\]-~]++|\x1b\$[@AB][!-~]*+|[\x81-\x9f\xe0-\xfc][\x40-\x7e\x80-\xfc]'
    rb'|\\[\x00-\xff]|[^"\\])*+)'
    rb'"?|'
    rb"((?:[!-:<>-~]++|\x1b\$[@AB][!-~]*+|=\?[^?\s]++\?[bBqQ]\?[^?]*+\?=|[^;\s]"
    rb"|\s++(?!(?i:charset|name|filename|boundary|format|size)[*0-9]*+=))*+))"
)
"""Takes ``b'; name="a;b.doc"'`` and ``b"; name=my file.doc"``; refuses ``b"; name"``."""
ESCAPED: Final = re.compile(
    rb"(\x1b\$[@AB][!-~]*+|[\x81-\x9f\xe0-\xfc][\x40-\x7e\x80-\xfc])|\\([\"\\])"
)
"""A quoted pair outside a two-byte character: takes ``\\"``; keeps the ``\\`` of Shift_JIS 表."""
CHARSET_PREFIX: Final = re.compile(rb"[\w.:-]*+'[\w-]*+'")
"""What stands before the first percent-coded piece: takes ``b"utf-8'ja'"``; refuses ``b"it's"``."""
PIECE: Final = re.compile(r"([^*]+)(?:\*(\d{1,4}))?(\*)?\Z")
"""Takes ``filename*1*`` and ``filename``; refuses ``filename*x``."""


class Parameter(msgspec.Struct, frozen=True, gc=False):
    """One parameter after its pieces were put together."""

    name: str
    """Lower case, without RFC 2231 marks."""
    value: str
    """Decoded, verbatim otherwise."""
    extended: bool = False
    """True if it came in RFC 2231 form, which wins over a plain one of the same name."""


class Structured(msgspec.Struct, frozen=True, gc=False):
    """A field's value and parameters, in the order of their first piece."""

    value: str
    parameters: tuple[Parameter, ...] = ()

    def get(self, name: str) -> str | None:
        """Return the first extended, else the first plain parameter of that name."""
        found = [p for p in self.parameters if p.name == name]
        return max(found, key=lambda p: p.extended).value if found else None

    def all(self, name: str) -> tuple[str, ...]:
        """Return every value given under that name, the one that counts first."""
        found = [p for p in self.parameters if p.name == name]
        return tuple(p.value for p in sorted(found, key=lambda p: not p.extended))


def parse(raw: bytes) -> Structured:
    """Parse the field's bytes; anything gives a value, maybe an empty one."""
    return _cached(raw) if len(raw) <= MAX_CACHED_BYTES else _parse(raw)


def _parse(raw: bytes) -> Structured:
    head = VALUE.match(raw)
    end = head.end() if head else 0
    value = head.group(1).decode("latin-1").lower() if head else ""
    plain: list[Parameter] = []
    pieces: dict[str, list[tuple[int, bytes, bool]]] = {}
    for count, found in enumerate(PARAMETER.finditer(raw, end)):
        if count >= MAX_PARAMETERS:
            break
        name = found.group(1).decode("latin-1").lower()
        quoted = found.group(2)
        data = _unquote(quoted) if quoted is not None else found.group(3).strip()
        piece = PIECE.match(name)
        if piece and (piece[2] or piece[3]):
            pieces.setdefault(piece[1], []).append((int(piece[2] or 0), data, bool(piece[3])))
        else:
            plain.append(Parameter(name, _plain(data)))
    extended = (Parameter(name, _extended(parts), extended=True) for name, parts in pieces.items())
    return Structured(value, (*plain, *extended))


_cached = lru_cache(maxsize=1024)(_parse)


def _unquote(quoted: bytes) -> bytes:
    unfolded = quoted.replace(b"\r", b"").replace(b"\n", b"")
    if b"\\" not in unfolded:
        return unfolded
    return ESCAPED.sub(lambda found: found[1] or found[2], unfolded)


def _plain(data: bytes) -> str:
    if data.isascii() and b"=?" not in data and b"\x1b" not in data:
        return data.decode("ascii")
    return japanese.decode_header(data)


def _extended(parts: list[tuple[int, bytes, bool]]) -> str:
    """Join the pieces in numeric order, then decode: a character may span two pieces."""
    ordered = sorted(parts, key=lambda part: part[0])
    charset = None
    joined: list[bytes] = []
    run = b""
    for index, (_, data, is_percent) in enumerate(ordered):
        text = data
        if is_percent and index == 0 and CHARSET_PREFIX.match(text):
            label, _, text = text.split(b"'", 2)
            charset = label.decode("latin-1") or None
        if is_percent:
            run += text  # decoded with its neighbours: a percent code may span two pieces
            continue
        joined += [unquote_to_bytes(run), text]
        run = b""
    whole = b"".join((*joined, unquote_to_bytes(run)))
    if charset is None and b"=?" in whole:
        return japanese.decode_header(whole)
    return japanese.decode(whole, charset).text
