"""Read the files of an NTFS file system by going through its file table.

Layout of the boot sector (little-endian): 3: ``NTFS``, 11: bytes a sector (2), 13: sectors a
cluster (1), 48: first cluster of the table (8), 64: clusters a record, or if negative the power of
two of its bytes (1).

Layout of a record::

    offset  size  field
    0       4     FILE
    4, 6    2, 2  offset and number of the words that guard its sectors
    20      2     offset of the first attribute
    22      2     flags: 1 in use, 2 folder
    -       -     attributes: type (4; 30h name, 80h data, FFFFFFFF end), size (4), 8: 1 if its
                  content is outside, 9: size of its own name, 12: flags (1 packed, 4000h encrypted)

Content inside: 16: size (4), 20: offset (2). Outside: 32: offset of the runs (2), 48: size (8). A
run is a byte that says how many bytes hold length and step, then length and step in clusters.

Packed and encrypted files are not read.

Source: only by observation; Microsoft publishes no description of the format
"""
# ruff: noqa: PLR2004 - offsets and sizes are those of the layout table above

import struct
from collections.abc import Iterator
from typing import Final

import msgspec

from kakekomi.facts.errors import ParseError
from kakekomi.mail import volume
from kakekomi.mail.volume import Disk, FoundFile
from kakekomi.mail.zip_member import Problem

MAX_RECORDS: Final = 20_000
"""Looked at; a small volume has some dozens."""
MAX_RECORD_BYTES: Final = 4_096
"""Windows makes records of 1 or 4 KiB; what claims more is damaged."""
NAME: Final = 0x30
DATA: Final = 0x80
DOS_NAME: Final = 2
ROOT: Final = 5
FIRST_OWN: Final = 24
"""Records before are the file system's own."""
OWN_FOLDER: Final = "$Extend/"
"""Holds more of the file system's own."""
UNREADABLE: Final = 0x4000 | 0x00FF
WHERE: Final = "NTFS"


class Data(msgspec.Struct, frozen=True):
    """Content of a file: inside its record, or in extents."""

    size: int
    inside: bytes | None
    extents: tuple[tuple[int, int], ...] = ()
    is_unreadable: bool = False


class Record(msgspec.Struct, frozen=True):
    """A file or folder of the table."""

    name: str
    parent: int
    is_folder: bool
    data: Data | None


def is_ntfs(disk: Disk) -> bool:
    """Whether the boot sector is one of NTFS."""
    return disk.read(3, 8) == b"NTFS    "


def files(disk: Disk) -> Iterator[FoundFile]:
    """Files of all folders. Raises ParseError while reading, at damage."""
    boot = disk.read(0, 512)
    if len(boot) < 512:
        raise ParseError("no boot sector", where=WHERE)
    sector, per_cluster = struct.unpack_from("<HB", boot, 11)
    cluster = sector * (per_cluster if per_cluster <= 128 else 1 << (256 - per_cluster))
    (table_at,) = struct.unpack_from("<Q", boot, 48)
    power = boot[64]
    record_bytes = power * cluster if power < 128 else 1 << (256 - power)
    if not (512 <= record_bytes <= MAX_RECORD_BYTES and 0 < cluster <= 1 << 21):
        raise ParseError("sizes", where=WHERE)
    first = _record(disk.read(table_at * cluster, record_bytes), cluster)
    if first is None or first.data is None:
        raise ParseError("no file table", where=WHERE)
    yield from _listed(disk, _table(disk, first.data, record_bytes, cluster))


def _table(disk: Disk, data: Data, record_bytes: int, cluster: int) -> dict[int, Record]:
    records: dict[int, Record] = {}
    number = 0
    rest = b""
    for chunk in volume.pieces(disk, list(data.extents)):
        raw = rest + chunk
        for at in range(0, len(raw) - record_bytes + 1, record_bytes):
            record = _record(raw[at : at + record_bytes], cluster)
            if record is not None:
                records[number] = record
            number += 1
        rest = raw[len(raw) - len(raw) % record_bytes :]
        if number >= MAX_RECORDS:
            break
    return records


def _listed(disk: Disk, records: dict[int, Record]) -> Iterator[FoundFile]:
    for number, record in records.items():
        if number < FIRST_OWN or record.is_folder or not record.name:
            continue
        data = record.data or Data(0, b"")
        chunks = iter((data.inside,)) if data.inside is not None else None
        path = _path(records, record)
        if path.startswith(OWN_FOLDER):
            continue
        yield FoundFile(
            path,
            data.size,
            volume.pieces(disk, list(data.extents)) if chunks is None else chunks,
            number,
            Problem.UNSUPPORTED if data.is_unreadable else None,
        )


def _path(records: dict[int, Record], record: Record) -> str:
    parts = [record.name]
    for _ in range(volume.MAX_FOLDER_DEPTH):
        parent = records.get(record.parent)
        if record.parent == ROOT or parent is None:
            break
        parts.append(parent.name)
        record = parent
    return "/".join(reversed(parts))


def _record(raw: bytes, cluster: int) -> Record | None:
    """The record; None if it is not in use or damaged."""
    if not raw.startswith(b"FILE") or len(raw) < 48 or not raw[22] & 1:
        return None
    raw = _unguarded(raw)
    name, parent, data = "", 0, None
    at = int.from_bytes(raw[20:22], "little")
    while at + 24 <= len(raw):
        kind, size = struct.unpack_from("<II", raw, at)
        if kind == 0xFFFFFFFF or size < 24:
            break
        attribute = raw[at : at + size]
        if kind == NAME:
            found, place, is_dos = _name(attribute)
            if not name or not is_dos:
                name, parent = found, place
        elif kind == DATA and attribute[9] == 0:
            data = _data(attribute, cluster) if data is None else data
        at += size
    return Record(name, parent, bool(raw[22] & 2), data)


def _unguarded(raw: bytes) -> bytes:
    """Put the last two bytes of each sector back."""
    at, count = struct.unpack_from("<HH", raw, 4)
    out = bytearray(raw)
    for index in range(1, min(count, len(raw) // 512 + 1)):
        word = raw[at + 2 * index : at + 2 * index + 2]
        if len(word) == 2:
            out[512 * index - 2 : 512 * index] = word
    return bytes(out)


def _name(attribute: bytes) -> tuple[str, int, bool]:
    start = int.from_bytes(attribute[20:22], "little")
    content = attribute[start:]
    if len(content) < 66:
        return "", 0, True
    text = content[66 : 66 + 2 * content[64]].decode("utf-16-le", "replace")
    return text, int.from_bytes(content[:6], "little"), content[65] == DOS_NAME


def _data(attribute: bytes, cluster: int) -> Data:
    flags = int.from_bytes(attribute[12:14], "little")
    if not attribute[8]:
        size = int.from_bytes(attribute[16:20], "little")
        start = int.from_bytes(attribute[20:22], "little")
        return Data(size, attribute[start : start + size])
    size = int.from_bytes(attribute[48:56], "little")
    start = int.from_bytes(attribute[32:34], "little")
    extents = tuple(_runs(attribute[start:], cluster))
    return Data(size, None, extents, bool(flags & UNREADABLE))


def _runs(raw: bytes, cluster: int) -> Iterator[tuple[int, int]]:
    at = place = 0
    for _ in range(volume.MAX_EXTENTS):
        if at >= len(raw) or raw[at] == 0:
            return
        length_bytes, step_bytes = raw[at] & 15, raw[at] >> 4
        middle = at + 1 + length_bytes
        length = int.from_bytes(raw[at + 1 : middle], "little")
        place += int.from_bytes(raw[middle : middle + step_bytes], "little", signed=True)
        yield (place * cluster if step_bytes else -1), length * cluster
        at = middle + step_bytes
