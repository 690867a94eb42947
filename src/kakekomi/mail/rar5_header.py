"""List the members of a RAR archive of version 5 (and 7), headers encrypted or not.

Layout of a block; numbers marked v have 7 bits a byte, the low ones first, the high bit says more::

    size  field
    4     CRC-32 of the rest of the header (little-endian)
    v     size of what follows in the header
    v     type: 1 archive, 2 file, 3 service, 4 encryption, 5 end
    v     flags: 1 extra area, 2 data, 8 and 10h continued from or in another volume
    v     size of the extra area, if flagged
    v     size of the data behind the header, if flagged
    -     fields of the type, then the extra area

Behind an encryption block each header has an initial vector of 16 bytes before it and is encrypted,
filled up to 16 bytes.

Source: RAR technote of version 5.0
"""
# ruff: noqa: PLR2004 - types, flags and sizes are those of the layout

from collections.abc import Iterator
from enum import IntFlag
from typing import Final

import msgspec

from kakekomi.facts.errors import ParseError
from kakekomi.mail import archive_key
from kakekomi.mail.archive import MAX_NAME_BYTES
from kakekomi.mail.rar_entry import Lock, Packing, RarEntry

SIGNATURE: Final = b"Rar!\x1a\x07\x01\x00"
MAX_HEADER_BYTES: Final = 2 * 1024 * 1024
"""The format's limit."""
FILE: Final = 2
ENCRYPTION: Final = 4
END: Final = 5
LOCK_RECORD: Final = 1
LINK_RECORD: Final = 5
WHERE: Final = "RAR 5"


class Flag(IntFlag):
    """Flags of any block."""

    EXTRA = 1
    DATA = 2
    FROM_BEFORE = 8
    GOES_ON = 16


class Block(msgspec.Struct, frozen=True):
    """A header and where its data lies."""

    kind: int
    flags: int
    body: bytes
    extra: bytes
    data_at: int
    data_bytes: int


class Numbers:
    """Numbers of variable size, one after another."""

    __slots__ = ("at", "data")

    def __init__(self, data: bytes, at: int = 0) -> None:
        self.data = data
        self.at = at

    def take(self) -> int:
        """Next number.

        Raises:
            ParseError: at the end, or if it has more than 64 bits.
        """
        value = 0
        for shift in range(0, 70, 7):
            if self.at >= len(self.data):
                break
            byte = self.data[self.at]
            self.at += 1
            value |= (byte & 0x7F) << shift
            if byte < 0x80:
                return value
        raise ParseError("a number without end", where=WHERE, offset=self.at)

    def bytes(self, count: int) -> bytes:
        """Next ``count`` bytes, fewer at the end."""
        taken = self.data[self.at : self.at + count]
        self.at += len(taken)
        return taken


def blocks(data: bytes, key: bytes | None = None, *, at: int = 8) -> Iterator[Block]:
    """Blocks up to the end; with ``key``, those behind the encryption block.

    Raises:
        ParseError: while reading, at a header that is none; with a key, perhaps a wrong one.
    """
    while at < len(data):
        vector_bytes = 0 if key is None else 16
        raw = data[at + vector_bytes : at + vector_bytes + 4 + MAX_HEADER_BYTES]
        if key is not None:
            raw = archive_key.decrypt(key, data[at : at + 16].ljust(16, b"\0"), raw)
        block, header_bytes = _block(raw, at)
        if key is not None:
            header_bytes = vector_bytes + (header_bytes + 15) // 16 * 16
        at += header_bytes
        yield msgspec.structs.replace(block, data_at=at)
        if block.kind in {END, ENCRYPTION}:
            return
        at += block.data_bytes


def _block(raw: bytes, at: int) -> tuple[Block, int]:
    numbers = Numbers(raw[:16], 4)
    size = numbers.take()
    end = numbers.at + size
    if not 0 < size <= MAX_HEADER_BYTES or end > len(raw):
        raise ParseError("no header", where=WHERE, offset=at)
    numbers = Numbers(raw[:end], numbers.at)
    kind, flags = numbers.take(), numbers.take()
    extra_bytes = numbers.take() if flags & Flag.EXTRA else 0
    data_bytes = numbers.take() if flags & Flag.DATA else 0
    extra_at = max(end - extra_bytes, numbers.at)
    body, extra = raw[numbers.at : extra_at], raw[extra_at:end]
    return Block(kind, flags, body, extra, 0, data_bytes), end


def lock_of_headers(block: Block) -> Lock:
    """What an encryption block says."""
    numbers = Numbers(block.body)
    version, flags = numbers.take(), numbers.take()
    power = numbers.bytes(1)
    if version != 0 or not power:
        raise ParseError("unknown encryption", where=WHERE)
    salt = numbers.bytes(16)
    return Lock(salt, None, power[0], numbers.bytes(8) if flags & 1 else b"")


def entry(block: Block) -> RarEntry:
    """What a file block says."""
    numbers = Numbers(block.body)
    flags, size = numbers.take(), numbers.take()
    numbers.take()
    if flags & 2:
        numbers.bytes(4)
    crc = int.from_bytes(numbers.bytes(4), "little") if flags & 4 else None
    packing = numbers.take()
    numbers.take()
    name = numbers.bytes(min(numbers.take(), MAX_NAME_BYTES))
    return RarEntry(
        name=name.decode("utf-8", "replace"),
        packing=_packing(packing),
        data_at=block.data_at,
        packed_bytes=block.data_bytes,
        declared_bytes=-1 if flags & 8 else size,
        crc=crc,
        is_folder=bool(flags & 1),
        is_solid=bool(packing & 0x40),
        is_split=bool(block.flags & (Flag.FROM_BEFORE | Flag.GOES_ON)),
        is_link=_record(block.extra, LINK_RECORD) is not None,
        lock=_lock(block.extra),
    )


def _packing(bits: int) -> Packing:
    if bits >> 7 & 7 == 0:
        return Packing.STORED
    return {0: Packing.RAR5, 1: Packing.RAR7}.get(bits & 0x3F, Packing.OTHER)


def _lock(extra: bytes) -> Lock | None:
    record = _record(extra, LOCK_RECORD)
    if record is None:
        return None
    record.take()
    flags = record.take()
    power = (record.bytes(1) or b"\xff")[0]
    salt, vector = record.bytes(16), record.bytes(16)
    check = record.bytes(8) if flags & 1 else b""
    return Lock(salt, vector.ljust(16, b"\0"), power, check, bool(flags & 2))


def _record(extra: bytes, kind: int) -> Numbers | None:
    """The record of that type in the extra area, behind its type."""
    numbers = Numbers(extra)
    while numbers.at < len(extra):
        size = numbers.take()
        record = Numbers(numbers.bytes(size))
        if record.take() == kind:
            return record
    return None
