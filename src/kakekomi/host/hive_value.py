"""Read one value of a registry hive.

Layout (little-endian; offsets from the start of the bins)::

    offset  size  field
    0       2     "vk"
    2       2     size of the name in bytes
    4       4     size of the data; top bit: at most four bytes, in place of the offset
    8       4     offset of the data's cell
    12      4     type
    16      2     flags; 1: the name is Latin-1, else UTF-16
    20      -     name

Data above 16,344 bytes is a "db" cell: u16 number of segments, u32 offset of their list.

Source: https://github.com/msuhanov/regf (format specification)
"""
# ruff: noqa: PLR2004 - offsets, sizes and type numbers are those of the layout above

import struct
from dataclasses import dataclass
from io import BytesIO
from typing import Final

BASE_BYTES: Final = 4096
"""Size of a hive's header, after which the bins start."""
MAX_VALUE_BYTES: Final = 1024 * 1024
"""Windows' own recommended limit is far lower; the rest of a value is dropped."""
_INLINE: Final = 0x80000000
_COMPRESSED_VALUE: Final = 1
_SEGMENT_BYTES: Final = 16_344

TYPE_NAMES: Final = (
    "REG_NONE",
    "REG_SZ",
    "REG_EXPAND_SZ",
    "REG_BINARY",
    "REG_DWORD",
    "REG_DWORD_BIG_ENDIAN",
    "REG_LINK",
    "REG_MULTI_SZ",
    "REG_RESOURCE_LIST",
    "REG_FULL_RESOURCE_DESCRIPTOR",
    "REG_RESOURCE_REQUIREMENTS_LIST",
    "REG_QWORD",
)
_TEXT_TYPES: Final = frozenset((1, 2, 6))


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """One value; ``data`` is as stored, at most ``MAX_VALUE_BYTES`` of it."""

    name: str
    type: int
    data: bytes

    @property
    def type_name(self) -> str:
        """REG_SZ, REG_DWORD …; an unknown type by its number."""
        return TYPE_NAMES[self.type] if self.type < len(TYPE_NAMES) else f"REG_{self.type}"

    @property
    def text(self) -> str:
        """Text up to its first NUL, numbers in decimal, lists joined by ``;``, bytes as hex."""
        if self.type in _TEXT_TYPES:
            return utf16(self.data).partition("\0")[0]
        if self.type == 7:
            return ";".join(part for part in utf16(self.data).split("\0") if part)
        if self.type in {4, 11}:
            return str(int.from_bytes(self.data[:8], "little"))
        if self.type == 5:
            return str(int.from_bytes(self.data[:4], "big"))
        return self.data.hex().upper()

    @property
    def number(self) -> int | None:
        """Value of a DWORD or QWORD; None for another type."""
        return int.from_bytes(self.data[:8], "little") if self.type in {4, 11} else None


def cell(stream: BytesIO, offset: int, size: int) -> bytes:
    """The first bytes of a cell's content. Raises: EOFError if the hive ends before."""
    stream.seek(BASE_BYTES + 4 + offset)
    data = stream.read(size)
    if len(data) < size:
        raise EOFError
    return data


def read_value(stream: BytesIO, offset: int) -> Value:
    """The value whose cell is at the offset. Raises: ValueError, EOFError, struct.error."""
    signature, name_size, size, data_offset, kind, flags = struct.unpack(
        "<2sHIIIH", cell(stream, offset, 18)
    )
    if signature != b"vk":
        raise ValueError("no value here")
    name = cell(stream, offset + 20, name_size) if name_size else b""
    return Value(
        name=name.decode("latin-1") if flags & _COMPRESSED_VALUE else utf16(name),
        type=kind,
        data=_value_data(stream, size, data_offset),
    )


def _value_data(stream: BytesIO, size: int, offset: int) -> bytes:
    if size & _INLINE:
        return struct.pack("<I", offset)[: min(size & ~_INLINE, 4)]
    size = min(size, MAX_VALUE_BYTES)
    if not size:
        return b""
    if size <= _SEGMENT_BYTES or cell(stream, offset, 2) != b"db":
        return cell(stream, offset, size)
    count, listed = struct.unpack("<HI", cell(stream, offset + 2, 6))
    count = min(count, -(-size // _SEGMENT_BYTES))
    segments = struct.unpack(f"<{count}I", cell(stream, listed, count * 4))
    parts = [
        cell(stream, segment, min(_SEGMENT_BYTES, size - i * _SEGMENT_BYTES))
        for i, segment in enumerate(segments)
    ]
    return b"".join(parts)


def utf16(data: bytes) -> str:
    """Text; what is none becomes U+FFFD."""
    return data.decode("utf-16-le", errors="replace")
