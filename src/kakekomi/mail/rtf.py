r"""Read what a Rich Text file (.rtf) carries: objects, DDE fields, a remote template, lures.

RTF has no macros; what it can do is load an object (and with it a flaw in the program that shows
the object), a template from elsewhere, or start a program through DDE.

Layout: groups in braces, control words ``\word123``, 8-bit text, ``\'hh`` for other bytes, ``\uN``
for UTF-16 units. An object is ``{\object … {\*\objdata HEX}}``, HEX an OLE 1.0 object; in place of
digits ``\binN`` and N bytes may stand.

Source: Rich Text Format Specification 1.9.1, sections "Objects", "Fields", "Document Template"
"""

import re
from collections.abc import Iterator
from itertools import islice
from typing import Final

from kakekomi.mail import embedded, word_field
from kakekomi.mail.document import ExternalTarget, OfficeFormat
from kakekomi.mail.draft import Draft
from kakekomi.mail.vba import codec_of

SIGNATURE: Final = b"{\\rt"
"""Word asks for no more: ``{\\rt1`` and ``{\\rtx`` open as well."""

MAX_OBJECTS: Final = 64
"""Objects decoded; exploits use one to four."""
MAX_BRACES: Final = 10_000
"""Around the digits of one object; each costs a step."""
MIN_OBJECT_DIGITS: Final = 16
"""Version and format of an object; less is a page that explains the control word."""
MAX_OBJECT_BYTES: Final = 16 * 1024 * 1024
"""Of hexadecimal digits of one object."""
MAX_FIELDS: Final = 2_000
"""Places where the letters DDE are looked at; a megabyte of a picture's digits has 250."""
MAX_FIELD_BYTES: Final = 1_000
"""Before and behind the letters: formatting, then a command line."""
MAX_TEXT_BYTES: Final = 64 * 1024
"""A lure is on the first page; pictures in front of it are rare in RTF."""

_CONTROL: Final = re.compile(rb"\\(?:[a-zA-Z]{1,32}-?[0-9]{0,10} ?|\*)|[{}]")
r"""Takes ``\bin12 `` and ``{``; refuses ``\'e9``, which is text."""
_BINARY: Final = re.compile(rb"\\bin([0-9]{1,9}) ?")
r"""Takes ``\bin12 ``, which twelve bytes follow; refuses ``\bin`` without a number."""
_BRACE: Final = re.compile(rb"[{}]")
"""Takes ``{``; refuses ``(``."""
_NOT_HEX: Final = bytes(set(range(256)) - set(b"0123456789abcdefABCDEF"))
_TEMPLATE: Final = re.compile(rb"\\template\s+([^{}\\]{1,2000})")
r"""Takes ``{\*\template http://x/a.dotm}``; refuses ``\templates``."""
_CODE_PAGE: Final = re.compile(rb"\\ansicpg([0-9]{1,5})")
r"""Takes ``\ansicpg932``; refuses ``\ansi``."""
_BYTE: Final = re.compile(rb"\\'([0-9a-fA-F]{2})")
r"""Takes ``\'e9``; refuses ``\'zz``."""
_UNIT: Final = re.compile(r"\\u(-?[0-9]{1,5}) ?\??")
r"""Takes ``\u32534?``; refuses ``\uc1``."""
_WORD: Final = re.compile(r"\\[a-zA-Z]{1,32}-?[0-9]{0,10} ?|[{}\r\n]|\\\*")
r"""Takes ``\par ``; refuses ``par``."""


def read(data: bytes) -> Draft:
    """Read an RTF file whose signature was seen."""
    draft = Draft(format=OfficeFormat.RTF)
    if b"\\objdata" in data:
        for raw in _objects(_in_digits(data), draft):
            draft.add_object(embedded.ole1(raw))
    at = data.find(b"\\template")
    template = _TEMPLATE.search(data, at) if at >= 0 else None
    if template is not None:
        target = template[1].decode("cp1252", "replace").strip()
        draft.external_targets.append(ExternalTarget(kind="attachedTemplate", target=target))
    for field in _fields(data):
        draft.dde.extend(word_field.in_text(field))
    draft.add_text(_text(data[:MAX_TEXT_BYTES]))
    return draft


def _in_digits(data: bytes) -> bytes:
    """Write out as digits what stands in the file as bytes, so that it is read like the rest."""
    if b"\\bin" not in data:
        return data
    pieces: list[bytes] = []
    done = 0
    for _ in range(MAX_OBJECTS):
        match = _BINARY.search(data, done)
        if match is None:
            break
        end = match.end() + min(int(match[1]), MAX_OBJECT_BYTES)
        pieces += (data[done : match.start()], data[match.end() : end].hex().encode("ascii"))
        done = end
    return b"".join((*pieces, data[done:])) if pieces else data


def _objects(data: bytes, draft: Draft) -> Iterator[bytes]:
    at = data.find(b"\\objdata")
    for _ in range(MAX_OBJECTS):
        if at < 0:
            return
        start = at + len(b"\\objdata")
        region = _own_text(data, start)
        digits = _CONTROL.sub(b"", region).translate(None, _NOT_HEX)
        if len(digits) >= MIN_OBJECT_DIGITS:
            yield bytes.fromhex(digits[: len(digits) // 2 * 2].decode("ascii"))
        at = data.find(b"\\objdata", start + len(region))
    if at >= 0:
        draft.add_defect("objects", f"more than {MAX_OBJECTS}, rest not read")


def _own_text(data: bytes, start: int) -> bytes:
    """Give the text of the group from ``start`` to its end, without the groups inside.

    Those are put between the digits to break up what scanners look for; Word skips them.
    """
    pieces: list[bytes] = []
    depth, at, last = 0, start, start + MAX_OBJECT_BYTES
    for brace in islice(_BRACE.finditer(data, start, last), MAX_BRACES):
        if depth == 0:
            pieces.append(data[at : brace.start()])
        depth += 1 if brace[0] == b"{" else -1
        if depth < 0:
            break
        at = brace.end()
    else:
        pieces.append(data[at:last] if depth == 0 else b"")
    return b"".join(pieces)


def _fields(data: bytes) -> Iterator[str]:
    """Give the instructions of fields that speak of DDE.

    The three letters are looked for first: a long document has thousands of fields. They stand in
    the digits of pictures too, far from any field.
    """
    if b"\\fldinst" not in data:
        return
    lower = data.lower()
    at = lower.find(b"dde")
    for _ in range(MAX_FIELDS):
        if at < 0:
            return
        start = data.rfind(b"\\fldinst", max(at - MAX_FIELD_BYTES, 0), at)
        if start >= 0:
            raw = data[start + 8 : at + MAX_FIELD_BYTES].partition(b"\\fldrslt")[0]
            yield _CONTROL.sub(b"", raw).decode("cp1252", "replace")
        at = lower.find(b"dde", at + 3)


def _text(raw: bytes) -> str:
    page = _CODE_PAGE.search(raw)
    codec = codec_of(int(page[1])) if page else "cp1252"
    plain = _BYTE.sub(lambda hit: bytes.fromhex(hit[1].decode("ascii")), raw)
    text = _UNIT.sub(lambda hit: chr(int(hit[1]) & 0xFFFF), plain.decode(codec, "replace"))
    paired = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return _WORD.sub("", paired)
