"""List what a ZIP archive holds, also one that is damaged or made to mislead.

Readers of ZIP differ, and attackers live on the difference. Some believe the central directory at
the end, some the local headers in front of each member. This one believes the directory, adds the
members that stand in the file but not in the directory, and says where the two disagree.

Layout (little-endian), the central directory's record::

    offset  size  field
    0       4     signature PK 01 02
    8       2     flags: 0 encrypted, 3 sizes follow the data, 6 strong encryption, 11 name is UTF-8
    10      2     method: 0 stored, 8 deflate, 9 deflate64, 12 bzip2, 14 lzma, 99 AES
    12      4     time and date (MS-DOS)
    16      4     CRC-32 of the content
    20      4     compressed size
    24      4     uncompressed size
    28      2 2 2 lengths of name, extra field, comment
    42      4     offset of the local header
    46      -     name, extra field, comment

and the local header in front of the member::

    0       4     signature PK 03 04
    6       2     flags
    8       2     method
    10      4     time and date
    14      4 4 4 CRC-32, compressed size, uncompressed size
    26      2 2   lengths of name and extra field
    30      -     name, extra field, then the data

Source: PKWARE APPNOTE.TXT 6.3.10; WinZip, "AES Encryption Information" (extra field 0x9901)
"""
# ruff: noqa: PLR2004 - offsets and sizes are those of the layout tables above

import struct
from typing import Final

import msgspec

from kakekomi.facts.errors import ParseError
from kakekomi.mail import zip_name
from kakekomi.mail.zip_entry import Aes, ZipDefect, ZipDirectory, ZipEntry

LOCAL: Final = b"PK\x03\x04"
CENTRAL: Final = b"PK\x01\x02"
DESCRIPTOR: Final = b"PK\x07\x08"
END: Final = b"PK\x05\x06"
END64: Final = b"PK\x06\x06"
LOCATOR64: Final = b"PK\x06\x07"

MAX_ENTRIES: Final = 2_000
"""A mail carries a few files; archives of thousands of members are bombs or backups."""
MAX_STRAY: Final = 100
"""Members outside the directory: one is a trick, a hundred are damage."""
NO_VALUE: Final = 0xFFFFFFFF
"""Stands where the value is too large for 32 bits and is in the zip64 extra field."""

__all__ = ["Aes", "ZipDefect", "ZipDirectory", "ZipEntry", "parse"]

_CENTRAL_RECORD: Final = struct.Struct("<4s4xHHIIIIHHH8xI")
_LOCAL_HEADER: Final = struct.Struct("<4s2xHHIIIIHH")
_END_RECORD: Final = struct.Struct("<4s6xHIIH")


class _Record(msgspec.Struct, kw_only=True):
    """A record while it is read: raw name, extra field and sizes that zip64 may replace."""

    raw_name: bytes
    extra: bytes
    flags: int
    method: int
    dos_time: int
    crc: int
    compressed: int
    declared: int
    header_at: int


def parse(data: bytes) -> ZipDirectory:
    """List the members.

    Raises:
        ParseError: neither a directory nor a local header is there.

    """
    defects: list[tuple[ZipDefect, str]] = []
    records = _central(data, defects)
    entries: list[ZipEntry] = []
    spans: list[tuple[int, int]] = []
    for record in records:
        entry = _placed(data, record, defects)
        if entry is not None:
            entries.append(entry)
            spans.append((record.header_at, entry.data_at + entry.compressed_bytes))
    if not entries:
        defects.append((ZipDefect.NO_DIRECTORY, ""))
        entries = _walk(data, data.find(LOCAL), len(data))
        if not entries:
            raise ParseError("no ZIP archive: no directory and no member", where="zip")
    else:
        entries += _unlisted(data, spans, defects)
    return ZipDirectory(tuple(entries), tuple(defects))


def _central(data: bytes, defects: list[tuple[ZipDefect, str]]) -> list[_Record]:
    end = data.rfind(END)
    if end < 0 or len(data) < end + 22:
        return []
    _, total, size, start, _ = _END_RECORD.unpack_from(data, end)
    shift, at = 0, end - size
    if NO_VALUE in {size, start} or total == 0xFFFF:
        at, shift = _central64(data, end) or (at, 0)
    else:
        shift = at - start
    if at < 0 or data[at : at + 4] != CENTRAL:
        at, shift = start, 0
    records: list[_Record] = []
    while data[at : at + 4] == CENTRAL and at + 46 <= len(data):
        if len(records) == MAX_ENTRIES:
            defects.append((ZipDefect.ENTRY_LIMIT, str(total)))
            break
        record, at = _central_record(data, at, shift)
        records.append(record)
    return records


def _central64(data: bytes, end: int) -> tuple[int, int] | None:
    """Start of the directory and how far everything is shifted by bytes put in front."""
    locator = data.rfind(LOCATOR64, max(0, end - 20), end)
    record = data.rfind(END64, 0, locator) if locator >= 0 else -1
    if record < 0 or record + 56 > len(data):
        return None
    size, start = struct.unpack_from("<QQ", data, record + 40)
    return record - size, record - size - start


def _central_record(data: bytes, at: int, shift: int) -> tuple[_Record, int]:
    _, flags, method, dos_time, crc, packed, size, name_n, extra_n, note_n, header = (
        _CENTRAL_RECORD.unpack_from(data, at)
    )
    name_at = at + 46
    extra_at = name_at + name_n
    record = _Record(
        raw_name=data[name_at:extra_at],
        extra=data[extra_at : extra_at + extra_n],
        flags=flags,
        method=method,
        dos_time=dos_time,
        crc=crc,
        compressed=packed,
        declared=size,
        header_at=header,
    )
    _apply_zip64(record)
    record.header_at += shift
    return record, extra_at + extra_n + note_n


def _apply_zip64(record: _Record) -> None:
    """Take the values that did not fit, in the order the extra field has them."""
    if NO_VALUE not in {record.declared, record.compressed, record.header_at}:
        return
    field = zip_name.extra_field(record.extra, 0x0001)
    values = list(struct.unpack(f"<{len(field) // 8}Q", field[: len(field) // 8 * 8]))
    for name in ("declared", "compressed", "header_at"):
        if getattr(record, name) == NO_VALUE and values:
            setattr(record, name, values.pop(0))


def _placed(data: bytes, record: _Record, defects: list[tuple[ZipDefect, str]]) -> ZipEntry | None:
    """Find the member's data through its local header."""
    at = record.header_at
    if at < 0 or data[at : at + 4] != LOCAL or at + 30 > len(data):
        defects.append((ZipDefect.MISSING_MEMBER, zip_name.decode(record.raw_name)))
        return None
    name_n, extra_n = struct.unpack_from("<HH", data, at + 26)
    entry = _entry(record, at + 30 + name_n + extra_n)
    local_name = data[at + 30 : at + 30 + name_n]
    if local_name != record.raw_name:
        defects.append((ZipDefect.NAMES_DIFFER, zip_name.decode(local_name)))
    return entry


def _entry(record: _Record, data_at: int) -> ZipEntry:
    method, aes = record.method, None
    if method == 99:
        field = zip_name.extra_field(record.extra, 0x9901)
        if len(field) >= 7 and field[4] in {1, 2, 3}:
            aes = Aes(version=field[0], key_bytes=8 + 8 * field[4])
            method = int.from_bytes(field[5:7], "little")
    return ZipEntry(
        name=zip_name.decode(
            record.raw_name, extra=record.extra, is_utf8=bool(record.flags & 0x800)
        ),
        method=method,
        flags=record.flags,
        dos_time=record.dos_time,
        crc=record.crc,
        compressed_bytes=record.compressed,
        declared_bytes=record.declared,
        data_at=data_at,
        aes=aes,
    )


def _unlisted(
    data: bytes, spans: list[tuple[int, int]], defects: list[tuple[ZipDefect, str]]
) -> list[ZipEntry]:
    """Members in the stretches that the directory says nothing about; note overlaps on the way."""
    found: list[ZipEntry] = []
    reached = 0
    is_overlap = False
    for start, end in sorted(spans):
        is_overlap = is_overlap or start < reached
        if start > reached and data.find(LOCAL, reached, start) >= 0:
            found += _walk(data, data.find(LOCAL, reached, start), start)
        reached = max(reached, end)
    if is_overlap:
        defects.append((ZipDefect.OVERLAP, ""))
    defects += [(ZipDefect.UNLISTED_MEMBER, entry.name) for entry in found]
    return found


def _walk(data: bytes, at: int, stop: int) -> list[ZipEntry]:
    """Read local headers one after the other between two offsets."""
    found: list[ZipEntry] = []
    while at >= 0 and at + 30 <= stop and len(found) < MAX_STRAY:
        _, flags, method, dos_time, crc, packed, size, name_n, extra_n = _LOCAL_HEADER.unpack_from(
            data, at
        )
        data_at = at + 30 + name_n + extra_n
        record = _Record(
            raw_name=data[at + 30 : at + 30 + name_n],
            extra=data[at + 30 + name_n : data_at],
            flags=flags,
            method=method,
            dos_time=dos_time,
            crc=crc,
            compressed=packed,
            declared=size,
            header_at=0,
        )
        _apply_zip64(record)
        if flags & 8 and not packed:
            record.compressed = _data_end(data, data_at, stop) - data_at
            record.declared = -1
        entry = _entry(record, data_at)
        found.append(entry)
        at = data.find(LOCAL, min(data_at + entry.compressed_bytes, stop), stop)
    return found


def _data_end(data: bytes, at: int, stop: int) -> int:
    """Where data of unknown size may end: before the next record of any kind."""
    ends = (data.find(mark, at, stop) for mark in (DESCRIPTOR, LOCAL, CENTRAL))
    return min((end for end in ends if end >= 0), default=max(at, stop))
