"""Find files that a page carries in its own source, to hand them out past the mail filter.

HTML smuggling: the attachment is a page, and the page saves a ZIP or disk image that it holds as
text, in a ``data:`` link or as base64 in a script. Pictures and fonts are carried the same way for
good reasons and are left out. Scripts are not run, so a file that a script puts together from
pieces or decrypts is not found.

Source: MITRE ATT&CK T1027.006; RFC 2397
"""

import binascii
import re
from typing import Final

import msgspec
import pybase64

MAX_FILES: Final = 20
"""A page that smuggles carries one file, at most a handful."""
MAX_FILE_CHARS: Final = 40_000_000
"""Of base64: 30 MB of file, as much as a mail server lets through."""
MIN_LITERAL_CHARS: Final = 200
"""Shorter base64 in a script is a key or an icon."""

DATA_LINK: Final = re.compile(
    r"data:([a-z0-9.+\-]{1,60}/[a-z0-9.+\-]{1,100})?((?:;[a-z0-9=._\-]{1,60}){0,5}),", re.IGNORECASE
)
"""Takes ``data:application/zip;base64,``; refuses ``data: 1,``."""
PERCENT: Final = re.compile(rb"%([0-9A-Fa-f]{2})")
"""Takes ``%3C``; refuses ``%zz``."""
PAYLOAD: Final = re.compile(r"[^\"'<>()`]*+")
"""To the end of the attribute: takes ``UEsDB==``; refuses a quote."""
LETTERS: Final = re.compile(r"[A-Za-z0-9+/\s\\]*+={0,2}")
"""Base64 in a script, with escaped line ends: takes ``UEsDBBQ=``; refuses a quote."""
STARTS: Final = (
    "UEsDB",
    "TVqQ",
    "TVpQ",
    "0M8R4KGxGuE",
    "UmFyIRoH",
    "N3q8ryc",
    "e1xydG",
    "TAAAAAEUAg",
    "JVBERi0",
    "5FJce4zYp02u",
)
"""How ZIP, PE, OLE, RAR, 7z, RTF, LNK, PDF and OneNote begin in base64."""
QUOTES: Final = frozenset("\"'`")
"""What stands before a literal in a script."""
HARMLESS: Final = ("image/", "font/", "audio/", "video/", "text/css", "application/font")
"""What pages carry in ``data:`` links for good reasons."""


class Smuggled(msgspec.Struct, frozen=True):
    """A file found in the source of a page."""

    content: bytes
    declared_type: str | None
    """As the ``data:`` link says; None in a script."""


def find(page: str, *, has_script: bool) -> tuple[Smuggled, ...]:
    """Files of ``data:`` links, then of scripts; anything gives a list."""
    found = _data_links(page)
    if has_script:
        found += _literals(page)
    return tuple({one.content: one for one in reversed(found)}.values())[::-1][:MAX_FILES]


def _data_links(page: str) -> list[Smuggled]:
    found: list[Smuggled] = []
    at = page.find("data:")
    while at >= 0 and len(found) < MAX_FILES:
        head = DATA_LINK.match(page, at)
        end = at + 1
        if head and not (head.group(1) or "").lower().startswith(HARMLESS):
            payload = PAYLOAD.match(page, head.end(), head.end() + MAX_FILE_CHARS)
            end = payload.end() if payload else end
            content = _decoded(payload.group(), head.group(2)) if payload else b""
            found += [Smuggled(content, head.group(1))] if content else []
        at = page.find("data:", end)
    return found


def _decoded(payload: str, parameters: str) -> bytes:
    raw = payload.encode("utf-8", "replace")
    raw = PERCENT.sub(_byte, raw) if b"%" in raw else raw
    return _base64(raw) if ";base64" in parameters.lower() else raw


def _byte(found: re.Match[bytes]) -> bytes:
    return bytes((int(found[1], 16),))


def _literals(page: str) -> list[Smuggled]:
    found: list[Smuggled] = []
    for start in STARTS:
        at = page.find(start)
        while at >= 0 and len(found) < MAX_FILES:
            letters = LETTERS.match(page, at, at + MAX_FILE_CHARS)
            end = letters.end() if letters else at + len(start)
            if letters and end - at >= MIN_LITERAL_CHARS and page[at - 1 : at] in QUOTES:
                content = _base64(letters.group().encode("ascii", "ignore"))
                found += [Smuggled(content, None)] if content else []
            at = page.find(start, max(end, at + 1))
    return found


def _base64(raw: bytes) -> bytes:
    """Decode as far as it goes; what is no base64 gives nothing."""
    letters = raw.replace(b"\\n", b"").replace(b"\\r", b"").translate(None, b" \t\r\n\\=")
    whole = letters[: len(letters) - 1] if len(letters) % 4 == 1 else letters
    try:
        return pybase64.b64decode(whole + b"=" * (-len(whole) % 4), validate=True)
    except binascii.Error:
        return b""
