r"""Read the strings of a PDF: ``(text)`` with escapes and inner brackets, or ``<hex>``.

Source: ISO 32000-1, section 7.3.4
"""

import binascii
import re
from collections.abc import Iterator
from itertools import islice
from typing import Final

MAX_STRING_BYTES: Final = 4_000
"""Of one string; addresses and command lines are shorter."""
MAX_BRACKETS: Final = 64
"""Inside one string; addresses have one or two pairs."""

_PLAIN_LITERAL: Final = re.compile(rb"\(((?:[^()\\]|\\[\s\S])*+)\)")
r"""Takes ``(a\)b)``; refuses ``(a(b)c)``, which is counted bracket by bracket."""
_ESCAPE: Final = re.compile(rb"\\(?:([0-7]{1,3})|(\r\n|[\s\S]))")
r"""Takes ``\(`` and ``\050``; refuses ``(``."""
_ESCAPED: Final = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
_BRACKET: Final = re.compile(rb"\\[\s\S]|[()]")
r"""Takes ``(`` and, as a whole, ``\(``; refuses ``[``."""
_HEX: Final = re.compile(rb"<([0-9A-Fa-f\s]{0,8000}+)>")
"""Takes ``<FEFF 0041>``; refuses ``<< /A``."""
_START: Final = re.compile(rb"\(|<(?!<)")
"""Takes the bracket of ``(a`` and ``<41``; refuses that of ``<<``, once it is stepped over."""
_NOT_HEX: Final = bytes(set(range(256)) - set(b"0123456789abcdefABCDEF"))


def at(text: bytes, offset: int) -> bytes | None:
    """The string that begins at ``offset``, blanks left out; None if there is none."""
    rest = text[offset : offset + MAX_STRING_BYTES].lstrip()
    if rest.startswith(b"("):
        return literal(rest)
    if rest.startswith(b"<") and not rest.startswith(b"<<"):
        return from_hex(rest[1:].partition(b">")[0])
    return None


def find_all(text: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Start, end and content of each string."""
    place = 0
    while (found := _START.search(text, place)) is not None:
        start = found.start()
        if found[0] == b"<":
            is_double = text[start - 1 : start] == b"<" and start > 0
            hexadecimal = None if is_double else _HEX.match(text, start)
            if hexadecimal is not None:
                yield start, hexadecimal.end(), from_hex(hexadecimal[1])
            place = start + 1 if hexadecimal is None else hexadecimal.end()
            continue
        rest = text[start : start + MAX_STRING_BYTES]
        end = start + len(_whole(rest))
        yield start, end, literal(rest)
        place = end


def literal(text: bytes) -> bytes:
    """Content of the string that begins with the bracket at the start of ``text``."""
    plain = _PLAIN_LITERAL.match(text)
    return _ESCAPE.sub(_unescaped, text[1 : _closing(text)] if plain is None else plain[1])


def from_hex(text: bytes) -> bytes:
    """Bytes of hexadecimal digits, all else left out; a last single one counts as a high one."""
    digits = text.translate(None, _NOT_HEX)
    return binascii.unhexlify(digits + b"0" * (len(digits) % 2))


def _whole(text: bytes) -> bytes:
    plain = _PLAIN_LITERAL.match(text)
    return text[: _closing(text) + 1] if plain is None else plain[0]


def _closing(text: bytes) -> int:
    """Where the bracket at the start is closed; the end if it never is."""
    depth = 0
    for bracket in islice(_BRACKET.finditer(text), MAX_BRACKETS):
        depth += {b"(": 1, b")": -1}.get(bracket[0], 0)
        if depth == 0:
            return bracket.start()
    return len(text)


def _unescaped(found: re.Match[bytes]) -> bytes:
    if found[1]:
        return bytes((int(found[1], 8) & 0xFF,))
    if found[2] in {b"\n", b"\r", b"\r\n"}:
        return b""
    return _ESCAPED.get(found[2], found[2])
