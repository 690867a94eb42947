"""Write a Windows registry hive, for drills and tests.

Offsets below are from the start of the bins (4,096 bytes into the file); a cell begins with its
size, negative while in use, and lies on a multiple of 8::

    header  0    "regf", two sequence numbers (unequal: not written back), time, version 1.5,
            36   offset of the root key, size of the bins; 508 XOR of the 127 words before
    bin     0    "hbin", own offset, size; cells from 32
    nk      key: flags, time, parent, number and list of keys, number and list of values, sk, name
    vk      value: name size, data size (top bit: data is in the offset itself), offset, type, name
    lh      list of keys with name hashes, sorted by upper-case name; ri lists of such lists
    sk      security descriptor, one for all

Source: https://github.com/msuhanov/regf (format specification)
"""

import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import IntEnum
from typing import Final

BASE_BYTES: Final = 4096
BIN_HEADER_BYTES: Final = 32
NOWHERE: Final = 0xFFFFFFFF
MAX_LIST: Final = 500
"""Keys in one list; Windows starts an index of lists at about a thousand."""
MAX_INLINE_BYTES: Final = 4
MAX_VALUE_BYTES: Final = 16_344
"""Longer data needs another kind of cell, which drills do without."""

EPOCH_1601: Final = datetime(1601, 1, 1, tzinfo=UTC)
WRITTEN_AT: Final = datetime(2022, 3, 14, 1, 0, tzinfo=UTC)

_COMPRESSED_KEY: Final = 0x20
_ROOT_KEY: Final = 0x0C
_COMPRESSED_VALUE: Final = 1
_INLINE: Final = 0x80000000
_DESCRIPTOR: Final = struct.pack("<BBHIIII", 1, 0, 0x8000, 0, 0, 0, 0)
"""Self-relative and empty: nobody is named, so everybody may."""


class Type(IntEnum):
    """Types of values."""

    NONE = 0
    SZ = 1
    EXPAND_SZ = 2
    BINARY = 3
    DWORD = 4
    DWORD_BIG_ENDIAN = 5
    MULTI_SZ = 7
    QWORD = 11


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """A value; an empty name is the key's default value."""

    name: str
    type: Type
    data: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """A key with what is below it."""

    name: str
    values: tuple[Value, ...] = ()
    keys: tuple["Key", ...] = ()
    written_at: datetime = WRITTEN_AT


def text(name: str, value: str) -> Value:
    """REG_SZ."""
    return Value(name=name, type=Type.SZ, data=f"{value}\0".encode("utf-16-le"))


def expandable(name: str, value: str) -> Value:
    """REG_EXPAND_SZ."""
    return Value(name=name, type=Type.EXPAND_SZ, data=f"{value}\0".encode("utf-16-le"))


def several(name: str, values: Iterable[str]) -> Value:
    """REG_MULTI_SZ."""
    joined = "".join(f"{value}\0" for value in values) + "\0"
    return Value(name=name, type=Type.MULTI_SZ, data=joined.encode("utf-16-le"))


def binary(name: str, data: bytes) -> Value:
    """REG_BINARY."""
    return Value(name=name, type=Type.BINARY, data=data)


def dword(name: str, value: int) -> Value:
    """REG_DWORD."""
    return Value(name=name, type=Type.DWORD, data=value.to_bytes(4, "little"))


def qword(name: str, value: int) -> Value:
    """REG_QWORD."""
    return Value(name=name, type=Type.QWORD, data=value.to_bytes(8, "little"))


def make_tree(entries: Iterable[tuple[str, Sequence[Value]]]) -> Key:
    """A root key from paths with their values; parents come by themselves, equal paths merge."""
    names: dict[tuple[str, ...], list[Value]] = {(): []}
    for path, values in entries:
        parts = tuple(path.split("\\"))
        for depth in range(1, len(parts) + 1):
            names.setdefault(parts[:depth], [])
        names[parts].extend(values)
    return _subtree((), names)


def _subtree(path: tuple[str, ...], names: dict[tuple[str, ...], list[Value]]) -> Key:
    children = [other for other in names if len(other) == len(path) + 1 and other[:-1] == path]
    return Key(
        name=path[-1] if path else "ROOT",
        values=tuple(names[path]),
        keys=tuple(_subtree(child, names) for child in children),
    )


def make_hive(root: Key, *, name: str = "SOFTWARE", is_dirty: bool = False) -> bytes:
    """The bytes of a hive file; ``is_dirty`` as if Windows was cut off while writing."""
    bins = _Bins()
    root_offset = bins.add_key(root, parent=NOWHERE, flags=_ROOT_KEY)
    body = bins.finish()
    header = bytearray(BASE_BYTES)
    struct.pack_into(
        "<4sIIQIIIIIII",
        header,
        0,
        b"regf",
        8 if is_dirty else 7,
        7,
        filetime(root.written_at),
        1,
        5,
        0,
        1,
        root_offset,
        len(body),
        1,
    )
    header[48 : 48 + 64] = name[-31:].encode("utf-16-le").ljust(64, b"\0")
    struct.pack_into("<I", header, 508, checksum(bytes(header[:508])))
    return bytes(header) + body


def checksum(head: bytes) -> int:
    """XOR of the header's words; the two values that mean "none" are moved aside."""
    total = 0
    for (word,) in struct.iter_unpack("<I", head):
        total ^= word
    return {0: 1, NOWHERE: NOWHERE - 1}.get(total, total)


def filetime(moment: datetime) -> int:
    """Hundreds of nanoseconds since 1601."""
    return int((moment - EPOCH_1601).total_seconds()) * 10_000_000


class _Bins:
    """One bin that grows; its cells are filled in order."""

    def __init__(self) -> None:
        self._body = bytearray(BIN_HEADER_BYTES)
        self._security: int | None = None

    def finish(self) -> bytes:
        size = -(-len(self._body) // BASE_BYTES) * BASE_BYTES
        if rest := size - len(self._body):
            self._body += struct.pack("<i", rest) + bytes(rest - 4)
        struct.pack_into("<4sIIIIQI", self._body, 0, b"hbin", 0, size, 0, 0, 0, 0)
        return bytes(self._body)

    def _cell(self, content: bytes) -> int:
        offset = len(self._body)
        size = -(-(len(content) + 4) // 8) * 8
        self._body += struct.pack("<i", -size) + content.ljust(size - 4, b"\0")
        return offset

    def add_key(self, key: Key, *, parent: int, flags: int = 0) -> int:
        """The root comes first in the bin, then what is below it; the node is filled in last."""
        name, is_plain = _name(key.name)
        offset = self._cell(bytes(76 + len(name)))
        subkeys = [
            (child.name, self.add_key(child, parent=offset))
            for child in sorted(key.keys, key=lambda child: child.name.upper())
        ]
        node = struct.pack(
            "<2sHQIIIIIIIIIIIIIIIHH",
            b"nk",
            flags | (_COMPRESSED_KEY if is_plain else 0),
            filetime(key.written_at),
            0,
            parent,
            len(subkeys),
            0,
            self._key_list(subkeys),
            NOWHERE,
            len(key.values),
            self._value_list(key.values),
            self._security_cell(),
            NOWHERE,
            *(512, 0, 512, MAX_VALUE_BYTES, 0),
            len(name),
            0,
        )
        self._body[offset + 4 : offset + 4 + 76 + len(name)] = node + name
        return offset

    def _security_cell(self) -> int:
        if self._security is None:
            own = len(self._body)
            head = struct.pack("<2sHIIII", b"sk", 0, own, own, 1, len(_DESCRIPTOR))
            self._security = self._cell(head + _DESCRIPTOR)
        return self._security

    def _key_list(self, subkeys: list[tuple[str, int]]) -> int:
        if not subkeys:
            return NOWHERE
        lists = [self._leaf(subkeys[i : i + MAX_LIST]) for i in range(0, len(subkeys), MAX_LIST)]
        if len(lists) == 1:
            return lists[0]
        return self._cell(struct.pack(f"<2sH{len(lists)}I", b"ri", len(lists), *lists))

    def _leaf(self, subkeys: list[tuple[str, int]]) -> int:
        entries = b"".join(struct.pack("<II", offset, _hash(name)) for name, offset in subkeys)
        return self._cell(struct.pack("<2sH", b"lh", len(subkeys)) + entries)

    def _value_list(self, values: tuple[Value, ...]) -> int:
        if not values:
            return NOWHERE
        offsets = [self._value(value) for value in values]
        return self._cell(struct.pack(f"<{len(offsets)}I", *offsets))

    def _value(self, value: Value) -> int:
        if len(value.data) > MAX_VALUE_BYTES:
            raise ValueError(f"value {value.name!r} is longer than {MAX_VALUE_BYTES} bytes")
        name, is_plain = _name(value.name)
        if len(value.data) <= MAX_INLINE_BYTES:
            size = len(value.data) | _INLINE
            data = int.from_bytes(value.data.ljust(4, b"\0"), "little")
        else:
            size, data = len(value.data), self._cell(value.data)
        flags = _COMPRESSED_VALUE if is_plain else 0
        head = struct.pack("<2sHIIIHH", b"vk", len(name), size, data, value.type, flags, 0)
        return self._cell(head + name)


def _name(name: str) -> tuple[bytes, bool]:
    try:
        return name.encode("latin-1"), True
    except UnicodeEncodeError:
        return name.encode("utf-16-le"), False


def _hash(name: str) -> int:
    total = 0
    for character in name.upper():
        total = (total * 37 + ord(character)) & 0xFFFFFFFF
    return total
