r"""Read an LZH archive (.lzh, .lha), still met in Japan: its members, unpacked.

Layout of a header of level 0 or 1 (little-endian)::

    offset  size  field
    0       1     size of the header from offset 2
    1       1     sum of those bytes
    2       5     method: -lh0- stored, -lh4- to -lh7- packed, -lhd- a folder
    7       4     size of the data (level 1: with the extension headers)
    11      4     size unpacked
    20      1     level
    21      1     size of the name (level 0 and 1)
    22      -     name; then the CRC-16 of the file

Level 2 has the size of the whole header in the first two bytes, level 3 in four bytes at 24, both
the CRC-16 at 21. Then come extension headers: size (2 or 4 bytes, itself included), type (1: name,
2: folder; 44h and 45h the same in UTF-16), content. Folders are divided by FF. Names are in code
page 932 where a Japanese packer wrote them, whose second bytes may be 5C.

Source: LHA's header document (header.doc.txt)
"""
# ruff: noqa: PLR2004 - offsets and sizes are those of the layout table above

from collections.abc import Iterator, Sequence
from enum import IntEnum
from typing import Final

import msgspec

from kakekomi.facts.errors import ParseError
from kakekomi.mail import lzh_unpack, zip_name
from kakekomi.mail.archive import Archive, ArchiveMember, Limits, Shelf, member
from kakekomi.mail.zip_member import Problem

STORED: Final = (b"-lh0-", b"-lz4-", b"-pm0-")
FOLDER: Final = b"-lhd-"
MAX_EXTENSIONS: Final = 64
"""Of one header; packers write at most eight."""
MAX_CHECKED_BYTES: Final = 4 * 1024 * 1024
"""Of a file whose checksum is compared: a quarter of a second."""
LEAST_BYTES: Final = 22
WHERE: Final = "LZH"


class Extension(IntEnum):
    """Types of extension headers that are read."""

    NAME = 1
    FOLDER = 2
    WIDE_NAME = 0x44
    WIDE_FOLDER = 0x45


class Entry(msgspec.Struct, frozen=True):
    """A member as its header describes it."""

    name: str
    method: bytes
    data_at: int
    packed_bytes: int
    declared_bytes: int
    crc: int


def read(data: bytes, passwords: Sequence[str], limits: Limits) -> Archive:
    """Unpack the archive ``data``; there is no encryption. Raises ParseError if it is none."""
    del passwords
    shelf = Shelf(limits)
    try:
        for entry in _entries(data):
            if shelf.is_full:
                break
            if entry.method != FOLDER:
                _take(data, entry, shelf)
    except ParseError as error:
        if error.offset == 0:
            raise
        shelf.note(Problem.DAMAGED, str(error))
    return shelf.archive()


def _entries(data: bytes) -> Iterator[Entry]:
    at = 0
    while at < len(data) and data[at] != 0:
        entry = _entry(data, at)
        yield entry
        at = entry.data_at + entry.packed_bytes


def _entry(data: bytes, at: int) -> Entry:
    if len(data) < at + LEAST_BYTES or data[at + 2] != 0x2D or data[at + 6] != 0x2D:
        raise ParseError("no header", where=WHERE, offset=at)
    level = data[at + 20]
    if level > 3:
        raise ParseError(f"header of level {level}", where=WHERE, offset=at)
    return _old_entry(data, at, level) if level < 2 else _new_entry(data, at, level)


def _old_entry(data: bytes, at: int, level: int) -> Entry:
    end = at + 2 + data[at]
    packed = _u32(data, at + 7)
    name_end = at + 22 + data[at + 21]
    name = data[at + 22 : name_end]
    extensions: dict[int, bytes] = {}
    if level == 1:
        start = end
        extensions, end = _extensions(data, end, 2, _u16(data, end - 2))
        packed = max(packed - (end - start), 0)
    return Entry(
        _name(extensions, name),
        data[at + 2 : at + 7],
        end,
        packed,
        _u32(data, at + 11),
        _u16(data, name_end),
    )


def _new_entry(data: bytes, at: int, level: int) -> Entry:
    size_bytes = 2 if level == 2 else 4
    start = at + (24 if level == 2 else 28)
    end = at + (_u16(data, at) if level == 2 else _u32(data, at + 24))
    first = int.from_bytes(data[start : start + size_bytes], "little")
    extensions, _ = _extensions(data, start + size_bytes, size_bytes, first)
    if end < start + size_bytes:
        raise ParseError("a short header", where=WHERE, offset=at)
    return Entry(
        _name(extensions, b""),
        data[at + 2 : at + 7],
        end,
        _u32(data, at + 7),
        _u32(data, at + 11),
        _u16(data, at + 21),
    )


def _extensions(data: bytes, at: int, size_bytes: int, size: int) -> tuple[dict[int, bytes], int]:
    """Contents by type, and the offset behind; each ends in the size of the next."""
    found: dict[int, bytes] = {}
    for _ in range(MAX_EXTENSIONS):
        if size <= size_bytes or at + size > len(data):
            break
        found.setdefault(data[at], data[at + 1 : at + size - size_bytes])
        at += size
        size = int.from_bytes(data[at - size_bytes : at], "little")
    return found, at


def _name(extensions: dict[int, bytes], name: bytes) -> str:
    """Path with the folder's parts divided by a slash; decoded before it is joined."""
    raw = extensions.get(Extension.NAME, name).partition(b"\0")[0]
    wide = extensions.get(Extension.WIDE_NAME, b"").decode("utf-16-le", "replace")
    folder = extensions.get(Extension.WIDE_FOLDER, b"").decode("utf-16-le", "replace")
    raw_folder = extensions.get(Extension.FOLDER, b"")
    parts = folder.split("\uffff")
    if not folder:
        parts = [zip_name.decode(part) for part in raw_folder.split(b"\xff")]
    return "/".join([*filter(None, parts), wide or zip_name.decode(raw)])


def _take(data: bytes, entry: Entry, shelf: Shelf) -> None:
    packed = data[entry.data_at : entry.data_at + entry.packed_bytes]
    purse = shelf.purse
    room = purse.room(entry.declared_bytes, len(packed))
    if entry.method in STORED:
        content = packed[: min(entry.declared_bytes, room)]
    elif entry.method in lzh_unpack.WINDOW_BITS:
        room = min(room, purse.slow_bytes)
        most = min(entry.declared_bytes, room)
        content = lzh_unpack.unpack(packed, entry.method, most, purse.spend)
        purse.slow_bytes = max(purse.slow_bytes - len(content), 0)
    else:
        shelf.put(
            ArchiveMember(
                name=entry.name,
                packed_bytes=len(packed),
                inflated_bytes=entry.declared_bytes,
                problem=Problem.UNSUPPORTED,
            )
        )
        return
    is_checked = len(content) == entry.declared_bytes <= MAX_CHECKED_BYTES
    is_sound = not is_checked or _crc16(content) == entry.crc
    shelf.put(
        member(
            entry.name,
            content,
            room=room,
            declared=entry.declared_bytes,
            packed=len(packed),
            is_sound=is_sound,
        )
    )


def _u16(data: bytes, at: int) -> int:
    return int.from_bytes(data[at : at + 2], "little")


def _u32(data: bytes, at: int) -> int:
    return int.from_bytes(data[at : at + 4], "little")


def _crc_row(value: int) -> int:
    for _ in range(8):
        value = value >> 1 ^ (0xA001 if value & 1 else 0)
    return value


_CRC16: Final = tuple(map(_crc_row, range(256)))
"""Step of CRC-16 for each low byte."""


def _crc16(content: bytes) -> int:
    crc, table = 0, _CRC16
    for byte in content:
        crc = table[(crc ^ byte) & 0xFF] ^ crc >> 8
    return crc
