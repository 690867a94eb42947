"""Decode ISO-2022-JP as Japanese mail programs write it, and EUC-JP, both as Windows maps them.

A text switches its character set by escape sequences::

    ESC ( B   ASCII                ESC $ @   JIS C 6226-1978
    ESC ( J   JIS X 0201 Roman     ESC $ B   JIS X 0208 (with NEC and IBM extensions)
    ESC ( I   JIS X 0201 katakana  ESC $ ( D JIS X 0212
    SO … SI   katakana as well (code page 50222)

Two-byte sets are 94 x 94: both bytes 0x21-0x7E. With the high bit set they are EUC-JP, which is
what the decoder is given. Rows 13 and 89-120, which the standard leaves empty, are the NEC and
IBM characters (①, ㈱, 髙) and the user's own; they are looked up in code page 932, and so are the
few signs that Windows maps otherwise than the standard (～, －, ∥).

Python has no codec for code pages 50220-50222 and 51932; that is why this module exists.

Source: RFC 1468; Microsoft code pages 932, 50220-50222, 51932
"""

import codecs
import re
from contextlib import suppress
from typing import Final

MAX_RESTORED_BYTES: Final = 262_144
"""Escapes are lost by old gateways, from short mails; the search is not linear."""

ESCAPE: Final = re.compile(rb"\x1b(\([BJIH]|\$[@AB]|\$\([@BCD]|\$\)C|&@)|([\x0e\x0f])")
"""Takes ``ESC $ B`` and ``SO``; refuses ``ESC [`` (a terminal's colour)."""
DESIGNATOR: Final = re.compile(rb"\x1b(?:\$[@B]|\([JI]|\$\([@BD])")
"""Proof of ISO-2022-JP: takes ``ESC $ B``; refuses ``ESC ( B`` alone, which says ASCII."""
LOST_ESCAPE: Final = re.compile(rb"(?<!\x1b)\$[@B]((?:[!-~]{2}){1,200}?)(?<!\x1b)\([BJ]")
"""Escapes stripped on the way: takes ``b"$B$3$l(B"``; refuses ``b"$B$3$(B"`` (half a character)."""
KANA: Final = re.compile(rb"(?:[!-~]{2})*?[$%][!-v]")
"""A kana (row 4 or 5) on a character border: takes ``b"F|$N"``; refuses ``b"!$"``."""
TWO_BYTE_LINE: Final = re.compile(rb"(?:[!-~]{2})++\Z")
"""Whole characters only: takes ``b"F|K\\\\"``; refuses ``b"and so"`` with its blank."""

SOUND_RUN: Final = re.compile(rb"\x1b\$[@B]((?:[!-~]{2})++)\x1b\([BJ]")
"""Whole characters between their escapes: takes ``ESC $ B F| ESC ( B``; refuses a run with a line
end, half a character or another set in it. A text of nothing else and ASCII is read in one go."""
PAIR_OF_SET: Final = re.compile(rb"[!-~]{2}")
"""Takes ``b"F|"``; refuses ``b"F\\n"``."""

TWO_BYTE: Final = frozenset({b"$@", b"$B", b"$(@", b"$(B", b"$A"})
SET_94: Final = range(0x21, 0x7F)
"""The bytes that a set may use, in two-byte sets both of them."""
KATAKANA_SET: Final = range(0x21, 0x60)
HIGH: Final = bytes(b | 0x80 if b in SET_94 else b for b in range(256))
"""Set the high bit of the two-byte range; control characters and blanks stay."""
KATAKANA_HIGH: Final = bytes(b | 0x80 if b in KATAKANA_SET else b for b in range(256))

PAIR: Final = 2
KATAKANA_LEAD: Final = 0xA0
DELETE: Final = 0x7F

WINDOWS_SIGNS: Final = (
    ("\u301c", "\uff5e"),
    ("\u2016", "\u2225"),
    ("\u2212", "\uff0d"),
    ("\u00a2", "\uffe0"),
    ("\u00a3", "\uffe1"),
    ("\u00ac", "\uffe2"),
)
"""(as the standard maps, as Windows maps): wave dash, double bar, minus, cent, pound, not."""


def is_escaped(data: bytes) -> bool:
    """Tell whether a Japanese character set is switched on somewhere."""
    return b"\x1b" in data and DESIGNATOR.search(data) is not None


def restore_escapes(data: bytes, *, declared: bool) -> bytes | None:
    """Put back escape bytes that were lost; None if nothing says that there were any.

    Undeclared, the kana must show: ``$B`` and ``(B`` stand in English prices too.
    """
    if len(data) > MAX_RESTORED_BYTES or (b"$B" not in data and b"$@" not in data):
        return None
    found = [m for m in LOST_ESCAPE.finditer(data) if declared or KANA.match(m[1])]
    if not found:
        return None
    out: list[bytes] = []
    at = 0
    for match in found:
        out += (data[at : match.start()], b"\x1b$B", match[1], b"\x1b(B")
        at = match.end()
    return b"".join((*out, data[at:]))


def decode(data: bytes) -> str:
    """Decode; what no set knows becomes U+FFFD. Sets end with the line, as RFC 1468 says."""
    sound = SOUND_RUN.sub(_as_euc, data)
    if data.isascii() and ESCAPE.search(sound) is None:
        with suppress(UnicodeDecodeError):  # an unknown character must not spoil the next run
            return decode_euc(sound)
    out: list[str] = []
    at = 0
    state = b"(B"
    shifted = False
    for match in ESCAPE.finditer(data):
        out.append(_segment(data[at : match.start()], b"(I" if shifted else state))
        at = match.end()
        if match[2]:
            shifted = match[2] == b"\x0e"
        else:
            state, shifted = match[1], False
    out.append(_segment(data[at:], b"(I" if shifted else state))
    return "".join(out)


def decode_euc(data: bytes, errors: str = "strict") -> str:
    """Decode EUC-JP with the NEC and IBM extensions; errors: ``strict`` or ``replace``."""
    handler = "kakekomi_euc_replace" if errors == "replace" else "kakekomi_euc"
    text = data.decode("euc_jp", handler)
    for standard, windows in WINDOWS_SIGNS:
        text = text.replace(standard, windows)
    return text


def _as_euc(run: re.Match[bytes]) -> bytes:
    return run[1].translate(HIGH)


def _segment(data: bytes, state: bytes) -> str:
    if not data:
        return ""
    if state in TWO_BYTE:
        return _two_byte(data)
    if state == b"(I":
        return data.translate(KATAKANA_HIGH).decode("cp932", "replace")
    if state == b"$(D":
        return decode_euc(PAIR_OF_SET.sub(_supplementary, data), "replace")
    return data.decode("ascii") if data.isascii() else data.decode("cp932", "replace")


def _supplementary(match: re.Match[bytes]) -> bytes:
    return b"\x8f" + match[0].translate(HIGH)


def _two_byte(data: bytes) -> str:
    """Decode up to the line's end; later lines only if they are whole characters."""
    if b"\n" not in data:
        return decode_euc(data.translate(HIGH), "replace")
    lines = data.splitlines(keepends=True)
    return "".join(
        decode_euc(line.translate(HIGH), "replace")
        if index == 0 or (TWO_BYTE_LINE.match(line.strip()) and KANA.match(line))
        else line.decode("ascii", "replace")
        for index, line in enumerate(lines)
    )


def _extension(error: UnicodeError) -> tuple[str, int] | None:
    """Look the failing EUC pair up in code page 932; None if it is not there either."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    pair = error.object[error.start : error.start + 2]
    jis = [byte & 0x7F for byte in pair if byte & 0x80]
    if len(jis) != PAIR or not all(byte in SET_94 for byte in jis):
        return None
    try:
        return _shift(*jis).decode("cp932"), error.start + len(pair)
    except UnicodeDecodeError:
        return None


def _shift(row: int, cell: int) -> bytes:
    """Turn a JIS pair into Shift_JIS: two rows of 94 share one lead byte, which skips 0xA0-0xDF."""
    lead = ((row - 0x21) >> 1) + 0x81
    lead += 0x40 if lead >= KATAKANA_LEAD else 0
    if row % 2 == 0:
        return bytes((lead, cell + 0x7E))
    trail = cell + 0x1F
    return bytes((lead, trail + 1 if trail >= DELETE else trail))


def _extension_or_raise(error: UnicodeError) -> tuple[str, int]:
    found = _extension(error)
    if found is None:
        raise error
    return found


def _extension_or_replace(error: UnicodeError) -> tuple[str, int]:
    found = _extension(error)
    if found is None and isinstance(error, UnicodeDecodeError):
        return "\ufffd", error.start + 1
    if found is None:
        raise error
    return found


codecs.register_error("kakekomi_euc", _extension_or_raise)
codecs.register_error("kakekomi_euc_replace", _extension_or_replace)
