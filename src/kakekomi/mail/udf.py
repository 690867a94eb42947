"""Read the files of a UDF file system, as on discs and in images made for them.

Everything begins with a tag whose first two bytes tell what it is. The anchor in sector 256 points
to the volume's descriptors, these to the file set, that to the root folder's entry. A folder's
content is a list of identifiers, each with the place of an entry.

Layout of what is read (little-endian)::

    tag  what                 offset: field
    2    anchor               16: size and sector of the descriptors
    5    partition            22: number, 188: first sector
    6    logical volume       212: block size, 248: place of the file set, 268: maps, 440: first map
    256  file set             400: place of the root folder's entry
    257  identifier           18: flags (2 folder, 4 deleted, 8 parent), 19: size of the name,
                              20: place of the entry, 36: size of what stands before the name (38)
    261  entry                27: type (4 folder), 34: flags, 56: size, 168: sizes of attributes and
                              allocation descriptors, 176: these
    266  extended entry       as 261 with 208 and 216

A place is size (4), block (4), partition (2). Volumes with metadata or virtual partitions, as
written to rewritable discs, are not read.

Source: ECMA-167; OSTA, "Universal Disk Format Specification" 2.60
"""
# ruff: noqa: PLR2004 - offsets and sizes are those of the layout table above

import struct
from collections.abc import Iterator
from typing import Final

import msgspec

from kakekomi.facts.errors import ParseError, UnsupportedError
from kakekomi.mail import volume
from kakekomi.mail.volume import Disk, FoundFile, Visits

SECTOR_BYTES: Final = 2_048
ANCHOR_SECTOR: Final = 256
MAX_DESCRIPTORS: Final = 64
"""Of a volume; discs have six."""
FOLDER: Final = 2
DELETED_OR_PARENT: Final = 4 | 8
INLINE: Final = 3
"""Flags' low bits: the content stands in place of the descriptors."""
WHERE: Final = "UDF"


class Volume(msgspec.Struct, frozen=True):
    """Where blocks of the volume lie."""

    disk: Disk
    start: int
    """Offset of the partition."""
    block_bytes: int
    file_set: int
    """Block of the file set."""

    def block(self, number: int) -> bytes:
        """A block of the partition."""
        return self.disk.read(self.start + number * self.block_bytes, self.block_bytes)


class Entry(msgspec.Struct, frozen=True):
    """A file's or folder's entry."""

    size: int
    extents: tuple[tuple[int, int], ...]
    inline: bytes | None


def is_udf(disk: Disk) -> bool:
    """Whether the disk says that it has such a file system."""
    marks = (disk.read(sector * SECTOR_BYTES + 1, 5) for sector in range(16, 24))
    return any(mark in {b"NSR02", b"NSR03"} for mark in marks)


def files(disk: Disk) -> Iterator[FoundFile]:
    """Files of all folders.

    Raises:
        UnsupportedError: a kind of volume that is not read.
        ParseError: damage, while reading.
    """
    found = _volume(disk)
    raw = found.block(found.file_set)
    if _tag(raw) != 256:
        raise ParseError("no file set", where=WHERE)
    visits = Visits()
    waiting = [(_u32(raw, 404), "", 0)]
    while waiting:
        place, path, depth = waiting.pop()
        if not visits.is_new(place, depth):
            continue
        for name, target, is_folder in _identifiers(visits.paid(_content(found, place))):
            if is_folder:
                waiting.append((target, f"{path}{name}/", depth + 1))
            else:
                yield _file(found, path + name, target)


def _volume(disk: Disk) -> Volume:
    anchor = disk.read(ANCHOR_SECTOR * SECTOR_BYTES, 512)
    if _tag(anchor) != 2:
        raise ParseError("no anchor", where=WHERE)
    size, sector = struct.unpack_from("<II", anchor, 16)
    start = logical = None
    for index in range(min(size // SECTOR_BYTES, MAX_DESCRIPTORS)):
        raw = disk.read((sector + index) * SECTOR_BYTES, SECTOR_BYTES)
        kind = _tag(raw)
        if kind == 5:
            start = _u32(raw, 188) * SECTOR_BYTES
        elif kind == 6:
            logical = raw
        elif kind == 8:
            break
    if start is None or logical is None or len(logical) < 446:
        raise ParseError("no partition", where=WHERE)
    if _u32(logical, 268) != 1 or logical[440] != 1 or _u32(logical, 212) != SECTOR_BYTES:
        raise UnsupportedError("UDF with several partitions")
    return Volume(disk, start, SECTOR_BYTES, _u32(logical, 252))


def _entry(found: Volume, place: int) -> Entry:
    raw = found.block(place)
    at = {261: 168, 266: 208}.get(_tag(raw))
    if at is None:
        raise ParseError("no entry", where=WHERE)
    attributes, descriptors = _u32(raw, at), _u32(raw, at + 4)
    first = at + 8 + attributes
    content = raw[first : first + descriptors]
    size, kind = int.from_bytes(raw[56:64], "little"), raw[34] & 7
    if kind == INLINE:
        return Entry(size, (), content[:size])
    if kind > 1:
        raise UnsupportedError("UDF allocation")
    step = 8 if kind == 0 else 16
    extents = []
    for place_at in range(0, min(len(content), step * volume.MAX_EXTENTS) - step + 1, step):
        length, block = struct.unpack_from("<II", content, place_at)
        offset = -1 if length >> 30 else found.start + block * found.block_bytes
        extents.append((offset, length & 0x3FFFFFFF))
    return Entry(size, tuple(extents), None)


def _content(found: Volume, place: int) -> bytes:
    entry = _entry(found, place)
    if entry.inline is not None:
        return entry.inline
    out = bytearray()
    for chunk in volume.pieces(found.disk, list(entry.extents)):
        out += chunk
        if len(out) >= min(entry.size, volume.MAX_FOLDER_BYTES):
            break
    return bytes(out[: entry.size])


def _identifiers(raw: bytes) -> Iterator[tuple[str, int, bool]]:
    at = 0
    while at + 38 <= len(raw) and _tag(raw[at : at + 2]) == 257:
        flags, name_bytes = raw[at + 18], raw[at + 19]
        start = at + 38 + int.from_bytes(raw[at + 36 : at + 38], "little")
        if not flags & DELETED_OR_PARENT:
            name = _name(raw[start : start + name_bytes])
            yield name, _u32(raw, at + 24), bool(flags & FOLDER)
        at += (start + name_bytes - at + 3) // 4 * 4


def _name(raw: bytes) -> str:
    return raw[1:].decode("utf-16-be" if raw[:1] == b"\x10" else "latin-1", "replace")


def _file(found: Volume, name: str, place: int) -> FoundFile:
    entry = _entry(found, place)
    if entry.inline is not None:
        return FoundFile(name, entry.size, iter((entry.inline,)), place)
    first = entry.extents[0][0] if entry.extents else -1
    chunks = volume.pieces(found.disk, list(entry.extents))
    return FoundFile(name, entry.size, chunks, first)


def _tag(raw: bytes) -> int:
    return int.from_bytes(raw[:2], "little")


def _u32(raw: bytes, at: int) -> int:
    return int.from_bytes(raw[at : at + 4], "little")
