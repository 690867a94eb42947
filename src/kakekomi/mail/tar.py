"""Read a tar archive: its files; links and devices have no content and are left out.

Layout of a header block of 512 bytes; numbers are octal text, or binary if the first bit is set::

    offset  size  field
    0       100   name
    124     12    size
    148     8     checksum: sum of the block's bytes, these taken as blanks
    156     1     type: 0 or NUL file, 5 folder, L long name (GNU), x and g records (pax)
    257     6     ustar
    345     155   prefix of the name

A pax record is ``length key=value`` and a line end; ``path`` and ``size`` replace the header's.

Source: POSIX.1-2017 pax; GNU tar, "Basic Tar Format"
"""
# ruff: noqa: PLR2004 - offsets and sizes are those of the layout table above

import re
from collections.abc import Iterator, Sequence
from typing import Final

import msgspec

from kakekomi.facts.errors import ParseError
from kakekomi.mail import zip_name
from kakekomi.mail.archive import MAX_NAME_BYTES, Archive, Limits, Shelf, member
from kakekomi.mail.zip_member import Problem

BLOCK_BYTES: Final = 512
FILE_TYPES: Final = b"0\0" + b"7"
LONG_NAME: Final = b"L"
PAX: Final = b"x"
MAX_RECORD_BYTES: Final = 64 * 1024
"""Of pax records or a long name of one file."""
RECORD: Final = re.compile(rb"\d{1,6} (path|size)=([^\n]*)\n")
"""Takes ``16 path=a/b.txt``; refuses ``20 mtime=1.5``."""
WHERE: Final = "tar"


class Entry(msgspec.Struct, frozen=True):
    """A file as its header describes it."""

    name: str
    size: int
    data_at: int


def read(data: bytes, passwords: Sequence[str], limits: Limits) -> Archive:
    """List and cut out the files; there is no encryption. Raises ParseError if it is no tar."""
    del passwords
    shelf = Shelf(limits)
    try:
        for entry in _entries(data):
            if shelf.is_full:
                break
            _take(data, entry, shelf)
    except ParseError as error:
        if error.offset == 0:
            raise
        shelf.note(Problem.DAMAGED, str(error))
    return shelf.archive()


def _take(data: bytes, entry: Entry, shelf: Shelf) -> None:
    there = max(min(entry.size, len(data) - entry.data_at), 0)
    room = shelf.purse.room(entry.size, there)
    content = data[entry.data_at : entry.data_at + min(entry.size, room)]
    shelf.put(
        member(entry.name, content, room=room, declared=entry.size, packed=there, is_sound=True)
    )


def _entries(data: bytes) -> Iterator[Entry]:
    at = 0
    given: dict[bytes, bytes] = {}
    while at + BLOCK_BYTES <= len(data):
        block = data[at : at + BLOCK_BYTES]
        if not block.strip(b"\0"):
            return
        if not _is_header(block):
            raise ParseError("no header", where=WHERE, offset=at)
        kind = block[156:157]
        size = _number(block[124:136])
        at += BLOCK_BYTES
        if kind in {LONG_NAME, PAX}:
            given.update(_records(kind, data[at : at + min(size, MAX_RECORD_BYTES)]))
        elif kind not in b"Kg":
            size = _given_size(given, size)
            if kind in FILE_TYPES:
                yield Entry(_name(block, given), size, at)
            given = {}
        at += (size + BLOCK_BYTES - 1) // BLOCK_BYTES * BLOCK_BYTES
    if at < len(data) or at > len(data):
        raise ParseError("the archive ends early", where=WHERE, offset=len(data))


def _records(kind: bytes, raw: bytes) -> dict[bytes, bytes]:
    if kind == LONG_NAME:
        return {b"path": raw.partition(b"\0")[0]}
    return dict(RECORD.findall(raw))


def _given_size(given: dict[bytes, bytes], size: int) -> int:
    text = given.get(b"size", b"")
    return int(text) if text.isdigit() and len(text) < 16 else size


def _is_header(block: bytes) -> bool:
    blanked = block[:148] + b" " * 8 + block[156:]
    return _number(block[148:156]) == sum(blanked)


def _number(field: bytes) -> int:
    if field[0] & 0x80:
        return int.from_bytes(field[1:], "big")
    text = field.strip(b"\0 ")
    return int(text, 8) if text and not text.strip(b"01234567") else 0


def _name(block: bytes, given: dict[bytes, bytes]) -> str:
    if b"path" in given:
        return zip_name.decode(given[b"path"][:MAX_NAME_BYTES])
    name = block[:100].partition(b"\0")[0]
    prefix = block[345:500].partition(b"\0")[0] if block[257:262] == b"ustar" else b""
    if block[257:265] == b"ustar  \0":
        prefix = b""
    return zip_name.decode(prefix + b"/" + name if prefix else name)
