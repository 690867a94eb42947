"""Read Office documents that are one text file: XML of Office 2003, flat packages, web archives.

Word and Excel open them by a double-click if they are called .doc or .xls, and their macros run;
Emotet mailed Word documents in XML in 2018 and 2019. The macros are base64: of a compound file, or
of an ``ActiveMime`` envelope, whose compound file is deflated behind a header of 50 bytes or so.

A web archive may stand in what begins like a PDF; Word opens it all the same (2023).

Source: ECMA-376 part 2 annex on flat packages; WordprocessingML 2003 reference; the envelope is
published only by observation.
"""

import re
import zlib
from collections.abc import Iterator
from typing import Final

import pybase64

from kakekomi.facts.errors import ParseError
from kakekomi.mail import embedded, lure, markup, ole, vba, word_field, workbook
from kakekomi.mail.document import ExternalTarget, OfficeFormat
from kakekomi.mail.draft import Draft

MAX_BLOBS: Final = 32
"""Base64 blobs decoded: one holds the macros, the others are objects."""
MAX_BLOB_BYTES: Final = 16 * 1024 * 1024
"""Of one blob, decoded; a macro project has some hundred kilobytes."""
MAX_HEAD_BYTES: Final = 4_096
"""What names the format stands in the first tags or header lines."""

ENVELOPE_IN_BASE64: Final = b"QWN0aXZlTWlt"
"""How macros of a web archive begin; nothing else does."""
_ENVELOPE: Final = b"ActiveMime"
_BLOB: Final = re.compile(rb"(?:QWN0aXZlTWlt|0M8R4KGxGu)[A-Za-z0-9+/=\s]+")
"""Takes base64 that starts with ``ActiveMime`` or a compound file; refuses that of a picture."""
_DEFLATED: Final = re.compile(rb"\x78[\x01\x5e\x9c\xda]")
"""Takes ``78 9C``, the head of zlib data; refuses ``78 00``."""

_FORMATS: Final = (
    (b"schemas.microsoft.com/office/2006/xmlPackage", OfficeFormat.FLAT_OPC),
    (b"schemas.microsoft.com/office/word/2003/wordml", OfficeFormat.WORD_XML),
    (b"Word.Document", OfficeFormat.WORD_XML),
    (b"urn:schemas-microsoft-com:office:spreadsheet", OfficeFormat.EXCEL_XML),
    (b"Excel.Sheet", OfficeFormat.EXCEL_XML),
)


def format_of(data: bytes) -> OfficeFormat | None:
    """Tell the format from the head; None if it is none of these."""
    head = data[:MAX_HEAD_BYTES]
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return next((kind for mark, kind in _FORMATS if mark in head), None)
    is_archive = b"mime-version:" in head.lower() or head.startswith(b"%PDF")
    if is_archive and ENVELOPE_IN_BASE64 in data:
        return OfficeFormat.MHTML
    return None


def read(data: bytes, kind: OfficeFormat) -> Draft:
    """Read a document whose format was told by ``format_of``."""
    draft = Draft(format=kind)
    for blob in _blobs(data):
        _read_blob(blob, draft)
    if kind is OfficeFormat.MHTML:
        draft.add_raw_text(data)
        return draft
    text = markup.decode(data[: 4 * lure.MAX_TEXT_CHARS])
    draft.dde.extend(word_field.in_markup(text))
    draft.dde.extend(workbook.dde(text))
    for tag in markup.tags(text, "Relationship"):
        values = markup.attributes(tag)
        if values.get("TargetMode", "").lower() == "external":
            name = values.get("Type", "").rpartition("/")[2]
            target = values.get("Target", "")
            draft.external_targets.append(ExternalTarget(kind=name, target=target))
    draft.add_text(markup.text_of(text))
    return draft


def _blobs(data: bytes) -> Iterator[bytes]:
    for number, match in enumerate(_BLOB.finditer(data)):
        if number == MAX_BLOBS:
            return
        raw = b"".join(match[0][:MAX_BLOB_BYTES].split())
        raw = raw.partition(b"=")[0]
        yield pybase64.b64decode(raw[: len(raw) // 4 * 4])


def _read_blob(blob: bytes, draft: Draft) -> None:
    raw = _unwrap(blob) if blob.startswith(_ENVELOPE) else blob
    try:
        file = ole.parse(raw)
    except ParseError as error:
        draft.add_defect("base64", str(error))
        draft.modules.extend(vba.carve(raw))
        draft.macro = draft.macro or bool(draft.modules)
        return
    project = vba.read(file) if not draft.is_full else None
    draft.add_project(project)
    if project is None:
        draft.add_object(embedded.of_part("", raw))


def _unwrap(blob: bytes) -> bytes:
    """Inflate the envelope's content; empty if none is found."""
    for match in _DEFLATED.finditer(blob[:MAX_HEAD_BYTES]):
        try:
            plain = zlib.decompressobj().decompress(blob[match.start() :], MAX_BLOB_BYTES)
        except zlib.error:
            continue
        if plain.startswith(ole.SIGNATURE):
            return plain
    return b""
