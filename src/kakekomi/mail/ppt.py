"""Read a presentation of PowerPoint 97 to 2003 (.ppt): macros, encryption, lures.

Macros are a compound file inside the stream ``PowerPoint Document``, in a record of its own, mostly
deflated.

Layout of a record (little-endian)::

    offset  size  field
    0       2     version (bits 0-3; 15: a container) and instance
    2       2     type
    4       4     size of the data
    8       -     type 0x1011: u32 plain size, then zlib data, if the instance is 1; else plain

    stream ``Current User``: at 12 a token, 0xF3D1C4DF if the presentation is encrypted

Source: [MS-PPT] sections 2.3.1, 2.3.2, 2.10.34 (ExOleObjStg)
"""

import zlib
from collections.abc import Iterator
from typing import Final

from kakekomi.facts.errors import ParseError
from kakekomi.mail import embedded, ole, ppt_cipher, vba
from kakekomi.mail.draft import MAX_OBJECT_BYTES, Draft

MAX_RECORDS: Final = 20_000
"""Of the outermost level: slides, masters and objects."""
MAX_STORAGES: Final = 32
"""Embedded objects and projects that are inflated."""

_ENCRYPTED_TOKEN: Final = 0xF3D1C4DF
_OLE_STORAGE: Final = 0x1011


def read(file: ole.CompoundFile, stream: bytes, draft: Draft) -> None:
    """Read the stream ``PowerPoint Document`` of ``file`` into ``draft``."""
    user = file.find("Current User")
    head = file.read(user, 64) if user is not None else b""
    if int.from_bytes(head[12:16], "little") == _ENCRYPTED_TOKEN:
        opened = _decrypted(stream, head, draft)
        if opened is None:
            return
        stream = opened
    for raw in _storages(stream):
        if draft.is_full:
            draft.add_defect("PowerPoint Document", "too much macro source, rest not read")
            break
        try:
            inner = ole.parse(raw)
        except ParseError as error:
            draft.add_defect("PowerPoint Document", f"embedded object: {error}")
            draft.modules.extend(vba.carve(raw))
            continue
        project = vba.read(inner)
        draft.add_project(project)
        if project is None:
            draft.add_object(embedded.of_part("", raw))
    draft.add_raw_text(stream)


def _decrypted(stream: bytes, user: bytes, draft: Draft) -> bytes | None:
    """Give the stream in clear; None if no password opens it."""
    try:
        presentation = ppt_cipher.Presentation(stream, user)
    except ParseError as error:
        draft.stay_locked("rc4_cryptoapi", str(error))
        return None
    key = draft.unlock(presentation.lock)
    return None if key is None else presentation.decrypt(key)


def _storages(stream: bytes) -> Iterator[bytes]:
    at = found = 0
    for _ in range(MAX_RECORDS):
        if at + 8 > len(stream) or found == MAX_STORAGES:
            return
        head = int.from_bytes(stream[at : at + 2], "little")
        kind = int.from_bytes(stream[at + 2 : at + 4], "little")
        size = int.from_bytes(stream[at + 4 : at + 8], "little")
        if kind == _OLE_STORAGE:
            found += 1
            data = stream[at + 8 : at + 8 + size]
            yield _inflate(data[4:]) if head >> 4 == 1 else data[:MAX_OBJECT_BYTES]
        at += 8 + size


def _inflate(data: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(data, MAX_OBJECT_BYTES)
    except zlib.error:
        return b""
