"""Read an Office document of any kind: the one entry to the document readers.

``parse`` tells the format from the bytes and hands over to the reader of that format. A compound
file is told further by its streams:

    stream                  format
    EncryptedPackage        an encrypted document of Office 2007 or later
    WordDocument            doc
    Workbook, Book          xls
    PowerPoint Document     ppt

An encrypted document is decrypted with the passwords at hand and read like any other.

Source: [MS-OFFCRYPTO] section 2.3.4; [MS-DOC] section 2.1; [MS-XLS] 2.1.2; [MS-PPT] 2.1
"""

from collections.abc import Iterable
from typing import Final

from kakekomi.facts.errors import ParseError
from kakekomi.mail import (
    doc,
    embedded,
    office_lock,
    ole,
    ooxml,
    package,
    ppt,
    rtf,
    single_file,
    sylk,
    vba,
    xls,
)
from kakekomi.mail.budget import MAX_HASH_ROUNDS
from kakekomi.mail.document import OfficeDocument, OfficeFormat
from kakekomi.mail.draft import Draft
from kakekomi.mail.keyring import Keyring
from kakekomi.mail.office_lock import MAX_INFO_BYTES

__all__ = ["OfficeDocument", "OfficeFormat", "parse"]

MAX_TEXT_STREAM_BYTES: Final = 4 * 1024 * 1024
"""Of WordDocument and PowerPoint Document: lures and fields stand at the beginning."""
MAX_WORKBOOK_BYTES: Final = 16 * 1024 * 1024
"""Mailed workbooks are smaller; the list of sheets and names stands at the beginning."""
MAX_PACKAGE_BYTES: Final = 32 * 1024 * 1024
"""Decrypted of a package; the parts that matter are small and packages in mail smaller."""
MAX_CARVED_BYTES: Final = 16 * 1024 * 1024
"""Of a damaged file, searched for macros."""


def parse(
    data: bytes, passwords: Iterable[str] = (), *, max_rounds: int = MAX_HASH_ROUNDS
) -> OfficeDocument:
    """Read the document ``data``; any bytes give a value or an error, in bounded time.

    If it is encrypted, ``passwords`` are tried, for at most ``max_rounds`` hash rounds in all.

    Raises:
        ParseError: ``data`` is no Office document, or none of it can be read.

    """
    if data.startswith(ole.SIGNATURE):
        keyring = Keyring(tuple(passwords), rounds_left=max_rounds)
        return _compound(data, keyring).finish()
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


def _compound(data: bytes, keyring: Keyring) -> Draft:
    try:
        file = ole.parse(data)
    except ParseError as error:
        return _wreck(data, error)
    streams = {entry.path.lower(): entry for entry in file.streams()}
    draft = Draft(format=_format(streams.keys()), keyring=keyring)
    if draft.format is OfficeFormat.ENCRYPTED_OOXML:
        return _encrypted_package(file, streams["encryptedpackage"], draft)
    draft.add_project(vba.read(file))
    for item in embedded.in_compound(file):
        draft.add_object(item)
    if draft.format is OfficeFormat.DOC:
        doc.read(file, file.read(streams["worddocument"], MAX_TEXT_STREAM_BYTES), draft)
    elif draft.format is OfficeFormat.XLS:
        stream = streams.get("workbook") or streams["book"]
        xls.read(file.read(stream, MAX_WORKBOOK_BYTES), draft)
    elif draft.format is OfficeFormat.PPT:
        stream = streams["powerpoint document"]
        ppt.read(file, file.read(stream, MAX_WORKBOOK_BYTES), draft)
    _carve_if_cut(file, draft)
    return draft


def _encrypted_package(file: ole.CompoundFile, entry: ole.Entry, draft: Draft) -> Draft:
    """Read the package inside, if a password opens it; else what is known from outside."""
    stated = file.find("EncryptionInfo")
    if stated is None and any("drmencrypted" in one.path.lower() for one in file.streams()):
        draft.stay_locked(office_lock.RIGHTS_MANAGEMENT, "a server gives the key")
        return draft
    info = file.read(stated, MAX_INFO_BYTES) if stated is not None else b""
    try:
        lock = office_lock.of_package(info)
    except ParseError as error:
        draft.stay_locked(office_lock.scheme_of_package(info), str(error))
        return draft
    key = draft.unlock(lock)
    if key is None:
        return draft
    try:
        found = _package(lock.package(key, file.read(entry, MAX_PACKAGE_BYTES)))
    except ParseError as error:
        draft.add_defect("EncryptedPackage", str(error))
        return draft
    found.encrypted, found.encryption, found.keyring = True, draft.encryption, draft.keyring
    if entry.size_bytes > MAX_PACKAGE_BYTES:
        found.add_defect("EncryptedPackage", "too large, only the beginning was decrypted")
    return found


def _format(names: Iterable[str]) -> OfficeFormat:
    known = set(names)
    if "encryptedpackage" in known:
        return OfficeFormat.ENCRYPTED_OOXML
    if "worddocument" in known:
        return OfficeFormat.DOC
    if known & {"workbook", "book"}:
        return OfficeFormat.XLS
    return OfficeFormat.PPT if "powerpoint document" in known else OfficeFormat.OLE


def _carve_if_cut(file: ole.CompoundFile, draft: Draft) -> None:
    """Look for macros in the bytes of a file that ends before its own streams do."""
    last = max(
        (entry.start for entry in file.streams() if entry.size_bytes >= ole.MINI_CUTOFF_BYTES),
        default=0,
    )
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
