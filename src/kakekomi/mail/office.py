"""Read an Office document of any kind: the one entry to the document readers.

``parse`` tells the format from the bytes and hands over to the reader of that format. A compound
file is told further by its streams:

    stream                  format
    EncryptedPackage        an encrypted document of Office 2007 or later
    WordDocument            doc
    Workbook, Book          xls
    PowerPoint Document     ppt

Layout of the head of WordDocument: u16 0xA5EC; at 10 flags: 0x0100 encrypted, 0x0200 table is
1Table and not 0Table, 0x8000 encrypted by XOR.

Source: [MS-OFFCRYPTO] section 2.3.4; [MS-DOC] section 2.5.2; [MS-XLS] 2.1.2; [MS-PPT] 2.1
"""
# ruff: noqa: PLR2004 - offsets are those of the layout above

from collections.abc import Iterable
from typing import Final

from kakekomi.facts.errors import ParseError
from kakekomi.mail import embedded, ole, ooxml, package, ppt, rtf, single_file, sylk, vba, xls
from kakekomi.mail import word_field as fields
from kakekomi.mail.document import OfficeDocument, OfficeFormat
from kakekomi.mail.draft import Draft

__all__ = ["OfficeDocument", "OfficeFormat", "parse"]

MAX_TEXT_STREAM_BYTES: Final = 4 * 1024 * 1024
"""Of WordDocument and PowerPoint Document: lures and fields stand at the beginning."""
MAX_WORKBOOK_BYTES: Final = 16 * 1024 * 1024
"""Mailed workbooks are smaller; the list of sheets and names stands at the beginning."""
MAX_CARVED_BYTES: Final = 16 * 1024 * 1024
"""Of a damaged file, searched for macros."""


def parse(data: bytes) -> OfficeDocument:
    """Read the document ``data``; any bytes give a value or an error, in bounded time.

    Raises:
        ParseError: ``data`` is no Office document, or none of it can be read.

    """
    if data.startswith(ole.SIGNATURE):
        return _compound(data).finish()
    if data.startswith(b"PK"):
        return _package(data).finish()
    head = data[:64].lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith(rtf.SIGNATURE):
        return rtf.read(data).finish()
    if head.startswith(sylk.SIGNATURE):
        return sylk.read(data).finish()
    kind = single_file.format_of(data)
    if kind is None:
        raise ParseError(f"no Office document: starts with {data[:8]!r}", where="office")
    return single_file.read(data, kind).finish()


def _package(data: bytes) -> Draft:
    found = package.parse(data)
    mime = found.find("mimetype")
    if mime is not None and b"opendocument" in found.read(mime, 128):
        draft = Draft(format=OfficeFormat.ODF)
        draft.macro = any(part.name.lower().startswith("basic/") for part in found.parts)
        return draft
    return ooxml.read(found)


def _compound(data: bytes) -> Draft:
    try:
        file = ole.parse(data)
    except ParseError as error:
        return _wreck(data, error)
    streams = {entry.path.lower(): entry for entry in file.streams()}
    draft = Draft(format=_format(streams.keys()))
    if draft.format is OfficeFormat.ENCRYPTED_OOXML:
        draft.encrypted, draft.encryption = True, _scheme(file)
        return draft
    draft.add_project(vba.read(file))
    for item in embedded.in_compound(file):
        draft.add_object(item)
    if draft.format is OfficeFormat.DOC:
        _read_word(file, file.read(streams["worddocument"], MAX_TEXT_STREAM_BYTES), draft)
    elif draft.format is OfficeFormat.XLS:
        stream = streams.get("workbook") or streams["book"]
        xls.read(file.read(stream, MAX_WORKBOOK_BYTES), draft)
    elif draft.format is OfficeFormat.PPT:
        stream = streams["powerpoint document"]
        ppt.read(file, file.read(stream, MAX_WORKBOOK_BYTES), draft)
    _carve_if_cut(file, draft)
    return draft


def _format(names: Iterable[str]) -> OfficeFormat:
    known = set(names)
    if "encryptedpackage" in known:
        return OfficeFormat.ENCRYPTED_OOXML
    if "worddocument" in known:
        return OfficeFormat.DOC
    if known & {"workbook", "book"}:
        return OfficeFormat.XLS
    return OfficeFormat.PPT if "powerpoint document" in known else OfficeFormat.OLE


def _scheme(file: ole.CompoundFile) -> str | None:
    entry = file.find("EncryptionInfo")
    major_minor = file.read(entry, 4) if entry is not None else b""
    schemes = {b"\4\0\4\0": "agile", b"\3\0\3\0": "extensible", b"\4\0\3\0": "extensible"}
    standard = "standard" if major_minor[2:] == b"\2\0" else None
    return schemes.get(major_minor, standard)


def _read_word(file: ole.CompoundFile, stream: bytes, draft: Draft) -> None:
    flags = int.from_bytes(stream[10:12], "little")
    if flags & 0x0100:
        draft.encrypted, draft.encryption = True, _word_scheme(file, flags)
        return
    draft.dde.extend(fields.in_stream(stream))
    draft.add_raw_text(stream)


def _word_scheme(file: ole.CompoundFile, flags: int) -> str:
    """Tell RC4 by the version at the head of the table stream: 1.1, or 2 to 4.2 (CryptoAPI)."""
    if flags & 0x8000:
        return "xor"
    table = file.find("1Table" if flags & 0x0200 else "0Table")
    minor = file.read(table, 4)[2:4] if table is not None else b""
    return "rc4_cryptoapi" if minor == b"\2\0" else "rc4"


def _carve_if_cut(file: ole.CompoundFile, draft: Draft) -> None:
    """Look for macros in the bytes of a file that ends before its own streams do."""
    last = max((entry.start for entry in file.streams() if entry.size_bytes >= 4096), default=0)
    if not file.is_cut and (last + 1) * file.sector_bytes < len(file.data):
        return
    draft.add_defect("file", "cut off: streams lie beyond its end")
    if not draft.modules:
        draft.modules.extend(vba.carve(file.data[:MAX_CARVED_BYTES]))
        draft.macro = draft.macro or bool(draft.modules)


def _wreck(data: bytes, error: ParseError) -> Draft:
    """Take what macros can be carved from a compound file without a directory."""
    modules = vba.carve(data[:MAX_CARVED_BYTES])
    if not modules:
        raise error
    draft = Draft(format=OfficeFormat.OLE, macro=True, modules=list(modules))
    draft.add_defect("file", str(error))
    return draft
