"""Find keys and values of a registry hive by the offsets of their cells, to edit them.

``kakekomi.host.hive`` reads hives for facts and forgives damage; here nothing is forgiven, because
what is found will be written to. Offsets are from the start of the bins, 4,096 bytes into the file;
a cell begins with its size, negative while in use::

    nk  key:   20 number of keys, 28 their list, 36 number of values, 40 their list,
               72 length of the name, 76 name; bit 5 of the flags at 2: the name is Latin-1
    lf, lh     list of keys: 2 number, then offset and hint of each
    li, ri     list of keys, list of such lists: 2 number, then offsets
    vk  value: 2 length of the name, 4 size of the data (top bit: data is in place of its offset),
               8 offset of the data, 12 type, 16 flags (1: the name is Latin-1), 20 name

Source: https://github.com/msuhanov/regf (format specification)
"""
# ruff: noqa: PLR2004 - offsets and sizes are those of the layout above

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from kakekomi.facts.errors import ParseError

BASE_BYTES: Final = 4096
NOWHERE: Final = 0xFFFFFFFF
INLINE: Final = 0x80000000
LATIN_NAME: Final = 1
MAX_ITEMS: Final = 65_536
"""Keys or values of one key; Windows' own largest has some thousands."""
MAX_LIST_DEPTH: Final = 2
"""An ``ri`` holds leaves; one in another is damage."""
MAX_KEY_DEPTH: Final = 512
"""Windows' own limit."""
MAX_DATA_BYTES: Final = 16_344
"""Longer data lies in several cells; no autostart entry is so long."""

_LATIN_KEY_NAME: Final = 0x20
_PAIRS: Final = (b"lf", b"lh")
_SINGLES: Final = (b"li", b"ri")


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A key or value, and where its offset stands in a list."""

    offset: int
    """Of its own cell."""
    list_offset: int
    """Of the cell of the list."""
    index: int
    """Place in that list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundValue:
    """A value with its place."""

    place: Listed
    name: str
    type: int
    size_field: int
    data_offset: int
    """Of the data's cell; the data itself if it is inline."""
    data: bytes

    @property
    def has_long_data(self) -> bool:
        """The data lies in several cells and was not followed."""
        return not self.size_field & INLINE and self.size_field > MAX_DATA_BYTES


class Cells:
    """The cells of a hive; every look is checked against its end. Raises: ParseError."""

    def __init__(self, data: bytes | bytearray, *, where: str) -> None:
        if len(data) < BASE_BYTES + 32 or data[:4] != b"regf":
            raise ParseError("no registry hive", where=where)
        self.data = data
        self.where = where

    @property
    def sequences(self) -> tuple[int, int]:
        """The header's two numbers; unequal if Windows did not finish writing."""
        primary, secondary = struct.unpack_from("<II", self.data, 4)
        return primary, secondary

    @property
    def root(self) -> int:
        """Offset of the root key."""
        return self.number(36 - BASE_BYTES)

    def number(self, at: int, size: int = 4) -> int:
        """A little-endian number at an offset from the bins."""
        return int.from_bytes(self.read(at, size), "little")

    def read(self, at: int, size: int) -> bytes:
        """Bytes at an offset from the bins."""
        start = BASE_BYTES + at
        if not 0 <= start <= start + size <= len(self.data):
            raise ParseError("an offset leads out of the hive", where=self.where, offset=start)
        return bytes(self.data[start : start + size])

    def room(self, offset: int) -> int:
        """Bytes that a cell in use holds."""
        size = -int.from_bytes(self.read(offset, 4), "little", signed=True)
        if offset % 8 or size < 8 or size % 8:
            raise ParseError("no cell in use here", where=self.where, offset=BASE_BYTES + offset)
        self.read(offset, size)
        return size - 4

    def content(self, offset: int, signature: bytes | None = None) -> int:
        """Offset of a cell's content; with a signature it must begin with it."""
        self.room(offset)
        if signature is not None and self.read(offset + 4, 2) != signature:
            raise ParseError(
                f"no {signature.decode()} cell here", where=self.where, offset=BASE_BYTES + offset
            )
        return offset + 4

    def key(self, path: str) -> int | None:
        """Offset of the key at a path, in any case; None if there is none."""
        offset = self.root
        for part in path.split("\\")[:MAX_KEY_DEPTH]:
            found = self.child(offset, part)
            if found is None:
                return None
            offset = found.offset
        return offset

    def child(self, key: int, name: str) -> Listed | None:
        """The key of that name below another."""
        wanted = name.casefold()
        return next(
            (one for one in self.children(key) if self.key_name(one.offset).casefold() == wanted),
            None,
        )

    def children(self, key: int) -> Iterator[Listed]:
        """All keys below a key."""
        node = self.content(key, b"nk")
        if self.number(node + 20):
            yield from self._listed(self.number(node + 28), MAX_LIST_DEPTH)

    def key_name(self, key: int) -> str:
        """Name of a key."""
        node = self.content(key, b"nk")
        raw = self.read(node + 76, self.number(node + 72, 2))
        return _text(raw, is_latin=bool(self.number(node + 2, 2) & _LATIN_KEY_NAME))

    def values(self, key: int) -> Iterator[FoundValue]:
        """All values of a key."""
        node = self.content(key, b"nk")
        count, listed = self.number(node + 36), self.number(node + 40)
        if count > MAX_ITEMS or (count and count * 4 > self.room(listed)):
            raise ParseError("a list of values is too long", where=self.where)
        for index in range(count):
            offset = self.number(listed + 4 + index * 4)
            yield self._value(Listed(offset=offset, list_offset=listed, index=index))

    def value(self, key: int, name: str) -> FoundValue | None:
        """The value of that name, in any case."""
        wanted = name.casefold()
        return next((one for one in self.values(key) if one.name.casefold() == wanted), None)

    def _value(self, place: Listed) -> FoundValue:
        at = self.content(place.offset, b"vk")
        size, data_offset = self.number(at + 4), self.number(at + 8)
        raw = self.read(at + 20, self.number(at + 2, 2))
        return FoundValue(
            place=place,
            name=_text(raw, is_latin=bool(self.number(at + 16, 2) & LATIN_NAME)),
            type=self.number(at + 12),
            size_field=size,
            data_offset=data_offset,
            data=self._value_data(size, data_offset),
        )

    def _value_data(self, size: int, offset: int) -> bytes:
        """Data of a value; of data in several cells, the list of them."""
        if size & INLINE:
            return offset.to_bytes(4, "little")[: min(size & ~INLINE, 4)]
        if not size:
            return b""
        return self.read(self.content(offset), min(size, self.room(offset)))

    def _listed(self, offset: int, depth: int) -> Iterator[Listed]:
        at = self.content(offset)
        signature, count = self.read(at, 2), self.number(at + 2, 2)
        step = 8 if signature in _PAIRS else 4
        if signature not in (*_PAIRS, *_SINGLES) or 4 + count * step > self.room(offset):
            raise ParseError("a list of keys is damaged", where=self.where)
        for index in range(count):
            child = self.number(at + 4 + index * step)
            if signature != b"ri":
                yield Listed(offset=child, list_offset=offset, index=index)
            elif depth:
                yield from self._listed(child, depth - 1)


def _text(raw: bytes, *, is_latin: bool) -> str:
    return raw.decode("latin-1") if is_latin else raw.decode("utf-16-le", errors="replace")
