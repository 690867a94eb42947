"""Bytes of a scanner's report to lines, whatever the PC wrote them in.

Reports come from consoles, Notepad, PowerShell and log files: UTF-8 with and without BOM, UTF-16,
CP932, and both in one line. EmoCheck writes its own words as UTF-8 but names and paths in the
console's code page, so a line is decoded piece by piece, never the file as a whole.

CP932 and CP850 keep the colon to itself (no second byte is 0x3A), so splitting at the first colon
before decoding is safe.
"""

from typing import Final

from kakekomi.facts.errors import ParseError

MAX_REPORT_BYTES: Final = 64 * 1024 * 1024
"""A ClamAV log that names every file of a full disk stays below; more is no report."""
MAX_LINES: Final = 1_000_000
"""As many files as a large PC has; bounds the time whatever the bytes are."""
SNIFFED_BYTES: Final = 4096
"""Enough to tell UTF-16 without a BOM by its zero bytes."""

_UTF16_ZERO_SHARE: Final = 0.3
"""UTF-16 of mostly ASCII has nearly half; no 8-bit report has any."""


UNNAMED: Final = "unknown"
"""Name of a threat that a report counts but does not list: it must not pass for none."""


def lines_of(data: bytes, *, where: str) -> list[bytes]:
    """Lines without their ends; UTF-16 comes back as UTF-8.

    Raises: ParseError if there is nothing, or too much, to read.
    """
    if not data.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        raise ParseError("the report is empty", where=where)
    if len(data) > MAX_REPORT_BYTES:
        raise ParseError(f"too large for a report ({len(data)} bytes)", where=where)
    lines = utf8_of(data).replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n", MAX_LINES)
    if len(lines) > MAX_LINES:
        raise ParseError(f"more than {MAX_LINES} lines", where=where)
    return lines


def utf8_of(data: bytes) -> bytes:
    """The same text without BOM; UTF-16 is turned into UTF-8, other encodings stay as they are."""
    codec = _utf16_codec(data)
    if codec is None:
        return data.removeprefix(b"\xef\xbb\xbf")
    return data.decode(codec, errors="replace").removeprefix("\ufeff").encode("utf-8", "replace")


def _utf16_codec(data: bytes) -> str | None:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    head = data[:SNIFFED_BYTES]
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if odd > even and odd > _UTF16_ZERO_SHARE * len(head) / 2:
        return "utf-16-le"
    if even > odd and even > _UTF16_ZERO_SHARE * len(head) / 2:
        return "utf-16-be"
    return None


def decode(raw: bytes, *, preferred: tuple[str, ...] = ("cp932", "cp1252")) -> str:
    """Text of one piece: UTF-8 if it is that, else the first of ``preferred`` that takes it."""
    for codec in ("utf-8", *preferred):
        try:
            return raw.decode(codec)
        except UnicodeDecodeError:
            continue
    return raw.decode("utf-8", errors="replace")


def base_name(path: str) -> str:
    """Last part of a path in either system's spelling."""
    return path.replace("\\", "/").rpartition("/")[2]
