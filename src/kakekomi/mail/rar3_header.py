"""List the members of a RAR archive of versions 1.5 to 4, headers encrypted or not.

Layout of a block (little-endian)::

    offset  size  field
    0       2     CRC of the header
    2       1     type: 73h archive, 74h file, 7Bh end
    3       2     flags; 8000h: size of data follows the size
    5       2     size of the header
    7       4     file: size of the data
    11      4     file: size unpacked
    16      4     file: CRC-32
    24      1     file: version that unpacks it (29 for RAR 2.9 to 4)
    25      1     file: method, 30h stored
    26      2     file: size of the name
    32      8     file: high halves of both sizes, if flag 100h; then the name, salt if flag 400h

With encrypted headers each has 8 bytes of salt before it and is filled up to 16 bytes.

Source: RAR technote of version 4 (TechNote.txt); encryption only by observation.
"""
# ruff: noqa: PLR2004 - types, flags and sizes are those of the layout

import struct
from collections.abc import Callable, Iterator
from enum import IntFlag
from typing import Final

import msgspec

from kakekomi.facts.errors import ParseError
from kakekomi.mail import archive_key, zip_name
from kakekomi.mail.archive import MAX_NAME_BYTES
from kakekomi.mail.rar_entry import Lock, Packing, RarEntry

SIGNATURE: Final = b"Rar!\x1a\x07\x00"
ARCHIVE: Final = 0x73
FILE: Final = 0x74
KINDS: Final = range(0x72, 0x7C)
END: Final = 0x7B
HEADERS_ENCRYPTED: Final = 0x80
"""Flag of the archive block."""
SALT_BYTES: Final = 8
WHERE: Final = "RAR"

KeyOf = Callable[[bytes], tuple[bytes, bytes]]
"""Gives key and initial vector for a salt."""


class Flag(IntFlag):
    """Flags of a file block."""

    FROM_BEFORE = 0x01
    GOES_ON = 0x02
    ENCRYPTED = 0x04
    SOLID = 0x10
    FOLDER = 0xE0
    LARGE = 0x100
    UNICODE = 0x200
    SALT = 0x400
    HAS_DATA = 0x8000


class Block(msgspec.Struct, frozen=True):
    """A header and where its data lies."""

    kind: int
    flags: int
    raw: bytes
    data_at: int
    data_bytes: int


def blocks(data: bytes, key_of: KeyOf | None = None, *, at: int = 7) -> Iterator[Block]:
    """Blocks up to the end; with ``key_of``, encrypted ones.

    Raises:
        ParseError: while reading, at a header that is none; with a key, perhaps a wrong one.
    """
    while at + 7 <= len(data):
        raw, before = data[at : at + 0x10010], 0
        if key_of is not None:
            key, vector = key_of(raw[:SALT_BYTES])
            raw, before = archive_key.decrypt(key, vector, raw[SALT_BYTES:]), SALT_BYTES
        block = _block(raw, at)
        size = len(block.raw)
        at += before + ((size + 15) // 16 * 16 if before else size)
        yield msgspec.structs.replace(block, data_at=at)
        if block.kind == END or (block.kind == ARCHIVE and block.flags & HEADERS_ENCRYPTED):
            return
        at += block.data_bytes


def _block(raw: bytes, at: int) -> Block:
    if len(raw) < 7:
        raise ParseError("the archive ends early", where=WHERE, offset=at)
    _, kind, flags, size = struct.unpack_from("<HBHH", raw)
    if kind not in KINDS or not 7 <= size <= len(raw):
        raise ParseError("no header", where=WHERE, offset=at)
    raw = raw[:size]
    data_bytes = 0
    if flags & Flag.HAS_DATA or kind == FILE:
        data_bytes = int.from_bytes(raw[7:11], "little")
        if kind == FILE and flags & Flag.LARGE:
            data_bytes += int.from_bytes(raw[32:36], "little") << 32
    return Block(kind, flags, raw, 0, data_bytes)


def entry(block: Block) -> RarEntry:
    """What a file block says.

    Raises:
        ParseError: it is too short.
    """
    raw, flags = block.raw, block.flags
    if len(raw) < 32:
        raise ParseError("a short header", where=WHERE, offset=block.data_at)
    size, _, crc, _, version, method, name_bytes = struct.unpack_from("<IBIIBBH", raw, 11)
    at = 32
    if flags & Flag.LARGE:
        size += int.from_bytes(raw[36:40], "little") << 32
        at = 40
    name = raw[at : at + min(name_bytes, MAX_NAME_BYTES)]
    salt = raw[at + name_bytes : at + name_bytes + SALT_BYTES] if flags & Flag.SALT else b""
    return RarEntry(
        name=_name(name, is_unicode=bool(flags & Flag.UNICODE)),
        packing=_packing(version, method),
        data_at=block.data_at,
        packed_bytes=block.data_bytes,
        declared_bytes=-1 if size in {0xFFFFFFFF, 0xFFFFFFFFFFFFFFFF} else size,
        crc=crc,
        is_folder=flags & Flag.FOLDER == Flag.FOLDER,
        is_solid=bool(flags & Flag.SOLID),
        is_split=bool(flags & (Flag.FROM_BEFORE | Flag.GOES_ON)),
        lock=Lock(salt, None, None) if flags & Flag.ENCRYPTED else None,
    )


def _packing(version: int, method: int) -> Packing:
    if method == 0x30:
        return Packing.STORED
    return Packing.RAR3 if version in {29, 36} else Packing.OTHER


def _name(raw: bytes, *, is_unicode: bool) -> str:
    """Name in the maker's code page, or with a packed form in UTF-16 behind a NUL."""
    plain, nul, packed = raw.partition(b"\0")
    if not is_unicode:
        return zip_name.decode(plain)
    if not nul:
        return raw.decode("utf-8", "replace")
    return _unpacked_name(plain, packed).decode("utf-16-le", "replace")


def _unpacked_name(plain: bytes, packed: bytes) -> bytes:
    """UTF-16: each two bits of a flag byte say how the next character is given."""
    out = bytearray()
    taken = iter(packed)
    high = next(taken, 0)
    flags = bits = 0
    try:
        while len(out) < 2 * MAX_NAME_BYTES:
            if not bits:
                flags, bits = next(taken), 8
            bits -= 2
            match flags >> bits & 3:
                case 0:
                    out += bytes((next(taken), 0))
                case 1:
                    out += bytes((next(taken), high))
                case 2:
                    out += bytes((next(taken), next(taken)))
                case _:
                    out += _name_run(plain[len(out) // 2 :], next(taken), taken, high)
    except StopIteration:
        pass
    return bytes(out)


def _name_run(plain: bytes, length: int, taken: Iterator[int], high: int) -> bytes:
    """Characters taken from the plain name, perhaps shifted into another row of the charset."""
    run = plain[: (length & 0x7F) + 2]
    if not length & 0x80:
        return b"".join(bytes((byte, 0)) for byte in run)
    shift = next(taken)
    return b"".join(bytes(((byte + shift) & 0xFF, high)) for byte in run)
