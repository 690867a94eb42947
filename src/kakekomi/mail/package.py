"""Read the parts of an Office package (OOXML, ODF), whole or damaged, from memory.

A package is a ZIP whose members are called parts. Where the central directory is missing or cut
off, the parts are found by their local headers, as Office's own repair does.

Layout (little-endian)::

    local header, PK 03 04               central entry, PK 01 02
    offset  size  field                  offset  size  field
    6       2     flags                  8       2     flags
    8       2     method: 0 or 8         10      2     method
    18      8     packed, plain size     20      8     packed, plain size
    26      4     name, extra size       28      6     name, extra, comment size
    30      -     name, extra, data      42      4     offset of the local header
                                         46      -     name, extra, comment

    end record, PK 05 06: at 10 number of entries (u16), at 12 size and at 16 offset of the entries

Source: PKWARE APPNOTE 6.3.10, sections 4.3 and 4.4
"""
# ruff: noqa: PLR2004 - offsets and sizes are those of the layout table above

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

import msgspec

from kakekomi.facts.errors import ParseError

SIGNATURE: Final = b"PK\x03\x04"

MAX_PARTS: Final = 4096
"""Large presentations have about a thousand."""
MAX_PART_BYTES: Final = 16 * 1024 * 1024
"""Inflated; what is looked for stands near the start of every part."""
MAX_INFLATED_BYTES: Final = 64 * 1024 * 1024
"""Of all parts together, so that a thousand small bombs are no large one."""

_END_SEARCH_BYTES: Final = 65_557
"""End record and the longest comment there can be behind it."""
_CENTRAL: Final = struct.Struct("<8xHH8xIIHHH8xI")
_LOCAL: Final = struct.Struct("<6xHH8xIIHH")


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """One member."""

    name: str
    """As stored, backslashes turned into slashes, without a leading slash."""
    method: int
    is_encrypted: bool
    packed_bytes: int
    """As stored; -1 if only the inflating tells."""
    plain_bytes: int
    """As stored."""
    offset: int
    """Of its local header."""


@dataclass(slots=True, eq=False)
class Package:
    """A package in memory; make it with ``parse``."""

    data: bytes = field(repr=False)
    parts: tuple[Part, ...]
    is_whole: bool
    """Whether the central directory was there."""
    inflated_bytes: int = 0
    """Read so far."""
    _index: dict[str, Part] = field(default_factory=dict, repr=False)

    def find(self, name: str) -> Part | None:
        """Give the part called ``name``, letters' case ignored as Office does; None if absent."""
        return self._index.get(name.lower())

    def read(self, part: Part, limit: int = MAX_PART_BYTES) -> bytes:
        """Inflate at most ``limit`` bytes; empty if it is encrypted, of another method or gone."""
        limit = min(limit, MAX_PART_BYTES, MAX_INFLATED_BYTES - self.inflated_bytes)
        if part.is_encrypted or limit <= 0:
            return b""
        start = _data_start(self.data, part.offset)
        end = start + part.packed_bytes if part.packed_bytes >= 0 else len(self.data)
        raw = memoryview(self.data)[start:end]
        plain = _plain(raw, part.method, limit)
        self.inflated_bytes += len(plain)
        return plain


def parse(data: bytes) -> Package:
    """List the parts.

    Raises:
        ParseError: not a ZIP, or one without a readable member.

    """
    if not data.startswith(b"PK"):
        raise ParseError(f"no package: starts with {data[:4]!r}", where="package", offset=0)
    parts = tuple(_central_parts(data))
    is_whole = bool(parts)
    if not parts:
        parts = tuple(_local_parts(data))
    if not parts:
        raise ParseError("ZIP without a readable member", where="package")
    package = Package(data=data, parts=parts, is_whole=is_whole)
    package._index = {part.name.lower(): part for part in reversed(parts)}
    return package


def _central_parts(data: bytes) -> Iterator[Part]:
    end = data.rfind(b"PK\x05\x06", max(len(data) - _END_SEARCH_BYTES, 0))
    if end < 0 or end + 22 > len(data):
        return
    size, stored_at = struct.unpack_from("<II", data, end + 12)
    is_packed_tight = size <= end and data[end - size : end - size + 4] == b"PK\x01\x02"
    at = end - size if is_packed_tight else stored_at
    shift = at - stored_at  # bytes put before the ZIP move every offset by as much
    for _ in range(MAX_PARTS):
        if data[at : at + 4] != b"PK\x01\x02" or at + 46 > len(data):
            return
        flags, method, packed, plain, name_size, extra, comment, offset = _CENTRAL.unpack_from(
            data, at
        )
        yield Part(
            name=_name(data[at + 46 : at + 46 + name_size], flags),
            method=method,
            is_encrypted=bool(flags & 1),
            packed_bytes=packed,
            plain_bytes=plain,
            offset=offset + shift,
        )
        at += 46 + name_size + extra + comment


def _local_parts(data: bytes) -> Iterator[Part]:
    at = data.find(SIGNATURE)
    for _ in range(MAX_PARTS):
        if at < 0 or at + 30 > len(data):
            return
        flags, method, packed, plain, name_size, extra = _LOCAL.unpack_from(data, at)
        yield Part(
            name=_name(data[at + 30 : at + 30 + name_size], flags),
            method=method,
            is_encrypted=bool(flags & 1),
            packed_bytes=-1 if flags & 8 and not packed else packed,
            plain_bytes=plain,
            offset=at,
        )
        at = data.find(SIGNATURE, at + 30 + name_size + extra + packed)


def _name(raw: bytes, flags: int) -> str:
    text = raw.decode("utf-8" if flags & 0x800 else "cp437", "replace")
    return text.replace("\\", "/").lstrip("/")


def _data_start(data: bytes, offset: int) -> int:
    if offset < 0 or data[offset : offset + 4] != SIGNATURE or offset + 30 > len(data):
        return len(data)
    name_size, extra_size = struct.unpack_from("<HH", data, offset + 26)
    return offset + 30 + int(name_size) + int(extra_size)


def _plain(raw: memoryview, method: int, limit: int) -> bytes:
    if method == 0:
        return bytes(raw[:limit])
    if method != 8:
        return b""
    try:
        return zlib.decompressobj(-15).decompress(raw, limit)
    except zlib.error:
        return _plain_until_damage(raw, limit)


def _plain_until_damage(raw: memoryview, limit: int) -> bytes:
    """Inflate in small steps and keep what came before the damage."""
    inflater = zlib.decompressobj(-15)
    out = bytearray()
    for at in range(0, len(raw), 256):
        try:
            out += inflater.decompress(raw[at : at + 256], max(limit - len(out), 1))
        except zlib.error:
            break
        if len(out) >= limit or inflater.unconsumed_tail:
            break
    return bytes(out[:limit])
