"""Edit a registry hive in place: take out a value or a key, change a number, put a value in.

What is taken out is unlinked from its parent's list and stays in the file as a cell in use that
nothing points to. So few bytes change, each of them is known beforehand, and the original bytes can
be put back exactly. The time of the key is left alone: it shows when the entry was written.

Each edit raises both sequence numbers by one and renews the checksum, as Windows does after a
complete write. A hive that Windows did not write back is refused: its transaction logs would be
played over the edit at the next start.

Source: https://github.com/msuhanov/regf (format specification)
"""
# ruff: noqa: PLR2004 - offsets and sizes are those of the layouts in hive_cells

import struct
from typing import Final

import msgspec

from kakekomi.facts.errors import ParseError
from kakekomi.respond.hive_cells import (
    BASE_BYTES,
    INLINE,
    LATIN_NAME,
    MAX_DATA_BYTES,
    NOWHERE,
    Cells,
    FoundValue,
    Listed,
)

DWORD: Final = 4
_HEADER_WORDS_BYTES: Final = 508
_BIN_HEADER_BYTES: Final = 32
_MIN_SPLIT_BYTES: Final = 8
_PAIRS: Final = (b"lf", b"lh")


class Patch(msgspec.Struct, frozen=True):
    """Bytes of a file that are replaced by as many others."""

    offset: int
    """From the start of the file."""
    old: bytes
    new: bytes


class HiveEditor:
    """Takes edits of one hive and gives the patches that make them. Raises: ParseError."""

    def __init__(self, data: bytes, *, where: str) -> None:
        self._before = data
        self._data = bytearray(data)
        self._touched: dict[int, int] = {}
        self._cells = Cells(self._data, where=where)
        primary, secondary = self._cells.sequences
        if primary != secondary:
            raise ParseError(
                "Windows did not write it back completely; start that Windows once more and shut "
                "it down with Shift held",
                where=where,
            )

    def value(self, key: str, name: str) -> FoundValue | None:
        """The value; None if it or its key is absent."""
        offset = self._cells.key(key)
        return None if offset is None else self._cells.value(offset, name)

    def remove_value(self, key: str, name: str) -> FoundValue:
        """Take a value out."""
        node, found = self._found(key, name)
        count = self._cells.number(node + 36)
        self._close_gap(found.place, count, header=0, step=4)
        self._put_number(node + 36, count - 1)
        if count == 1:
            self._put_number(node + 40, NOWHERE)
        return found

    def set_number(self, key: str, name: str, number: int) -> int:
        """Change a DWORD; gives what it was."""
        _, found = self._found(key, name)
        if found.type != DWORD or found.size_field != INLINE | 4:
            raise ParseError(f"{key}\\{name} is no number", where=self._cells.where)
        self._put_number(found.place.offset + 4 + 8, number)
        return found.data_offset

    def remove_key(self, path: str) -> None:
        """Take a key out, with all that is below it."""
        parent, _, name = path.rpartition("\\")
        node = self._cells.content(self._key(parent), b"nk")
        found = self._cells.child(node - 4, name)
        if found is None:
            raise ParseError(f"no key {path}", where=self._cells.where)
        is_paired = self._cells.read(found.list_offset + 4, 2) in _PAIRS
        listed, count = self._cells.number(found.list_offset + 6, 2), self._cells.number(node + 20)
        if listed == 1 and count > 1:
            raise ParseError(f"{path} stands alone in its list", where=self._cells.where)
        self._close_gap(found, listed, header=4, step=8 if is_paired else 4)
        self._put(found.list_offset + 6, (listed - 1).to_bytes(2, "little"))
        self._put_number(node + 20, count - 1)
        if count == 1:
            self._put_number(node + 28, NOWHERE)

    def add_value(self, key: str, name: str, kind: int, data: bytes) -> None:
        """Put a value in, at the end of the key's list, in cells that are free."""
        node = self._cells.content(self._key(key), b"nk")
        if self._cells.value(node - 4, name) is not None:
            raise ParseError(f"{key}\\{name} is there already", where=self._cells.where)
        if len(data) > MAX_DATA_BYTES:
            raise ParseError(f"{key}\\{name} is too long to be put back", where=self._cells.where)
        count, old = self._cells.number(node + 36), self._cells.number(node + 40)
        listed = self._cells.read(old + 4, count * 4) if count else b""
        cell = self._value_cell(name, kind, data)
        new = self._allocate(listed + cell.to_bytes(4, "little"))
        self._put_number(node + 36, count + 1)
        self._put_number(node + 40, new)

    def patches(self) -> tuple[Patch, ...]:
        """All edits so far as patches, with the header renewed; none if nothing was edited."""
        if not self._touched:
            return ()
        primary, _ = self._cells.sequences
        numbers = struct.pack("<II", *(((primary + 1) & 0xFFFFFFFF,) * 2))
        self._put(4 - BASE_BYTES, numbers)
        check = checksum(bytes(self._data[:_HEADER_WORDS_BYTES]))
        self._put_number(_HEADER_WORDS_BYTES - BASE_BYTES, check)
        return tuple(
            Patch(offset, self._before[offset:end], bytes(self._data[offset:end]))
            for offset, end in self._ranges()
        )

    def _ranges(self) -> list[tuple[int, int]]:
        """Touched bytes as ranges that do not overlap."""
        merged: list[tuple[int, int]] = []
        for start, end in sorted(self._touched.items()):
            if merged and start <= merged[-1][1]:
                merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
            else:
                merged.append((start, end))
        return merged

    def _key(self, path: str) -> int:
        offset = self._cells.key(path) if path else self._cells.root
        if offset is None:
            raise ParseError(f"no key {path}", where=self._cells.where)
        return offset

    def _found(self, key: str, name: str) -> tuple[int, FoundValue]:
        node = self._cells.content(self._key(key), b"nk")
        found = self._cells.value(node - 4, name)
        if found is None:
            raise ParseError(f"no value {key}\\{name}", where=self._cells.where)
        return node, found

    def _close_gap(self, place: Listed, count: int, *, header: int, step: int) -> None:
        """Move what follows in a list forward over one entry; the last place keeps its bytes."""
        start = place.list_offset + 4 + header + place.index * step
        rest = self._cells.read(start + step, (count - place.index - 1) * step)
        self._put(start, rest)

    def _value_cell(self, name: str, kind: int, data: bytes) -> int:
        try:
            raw, flags = name.encode("latin-1"), LATIN_NAME
        except UnicodeEncodeError:
            raw, flags = name.encode("utf-16-le"), 0
        if len(data) <= 4:
            size, offset = INLINE | len(data), int.from_bytes(data.ljust(4, b"\0"), "little")
        else:
            size, offset = len(data), self._allocate(data)
        return self._allocate(
            struct.pack("<2sHIIIHH", b"vk", len(raw), size, offset, kind, flags, 0) + raw
        )

    def _allocate(self, content: bytes) -> int:
        """A new cell in the first free one that is large enough."""
        size = -(-(len(content) + 4) // 8) * 8
        for offset, free in self._free_cells():
            if free >= size:
                rest = free - size
                if rest >= _MIN_SPLIT_BYTES:
                    self._put(offset + size, struct.pack("<i", rest))
                else:
                    size = free
                self._put(offset, struct.pack("<i", -size) + content)
                return offset
        raise ParseError("no room in it to put the value back", where=self._cells.where)

    def _free_cells(self) -> list[tuple[int, int]]:
        found: list[tuple[int, int]] = []
        bins, end = 0, min(self._cells.number(40 - BASE_BYTES), len(self._data) - BASE_BYTES)
        while bins < end and self._cells.read(bins, 4) == b"hbin":
            size = self._cells.number(bins + 8)
            if size < BASE_BYTES or size % BASE_BYTES:
                break
            at = bins + _BIN_HEADER_BYTES
            while at < bins + size:
                cell = int.from_bytes(self._cells.read(at, 4), "little", signed=True)
                if not cell or cell % 8:
                    raise ParseError("a cell has no size", where=self._cells.where)
                if 0 < cell <= bins + size - at:
                    found.append((at, cell))
                at += abs(cell)
            bins += size
        return found

    def _put_number(self, at: int, number: int) -> None:
        self._put(at, number.to_bytes(4, "little"))

    def _put(self, at: int, data: bytes) -> None:
        start = BASE_BYTES + at
        if not data:
            return
        self._cells.read(at, len(data))
        self._data[start : start + len(data)] = data
        self._touched[start] = max(self._touched.get(start, 0), start + len(data))


def checksum(head: bytes) -> int:
    """XOR of the header's first 127 words; the two values that mean "none" are moved aside."""
    total = 0
    for (word,) in struct.iter_unpack("<I", head):
        total ^= word
    return {0: 1, NOWHERE: NOWHERE - 1}.get(total, total)


def patched(data: bytes, patches: tuple[Patch, ...]) -> bytes:
    """The bytes with the patches made. Raises: ParseError if one lies beyond the end."""
    result = bytearray(data)
    for patch in patches:
        if patch.offset + len(patch.new) > len(result):
            raise ParseError("shorter than when it was looked at")
        result[patch.offset : patch.offset + len(patch.new)] = patch.new
    return bytes(result)


def reversed_patches(patches: tuple[Patch, ...]) -> tuple[Patch, ...]:
    """Patches that undo these."""
    return tuple(Patch(patch.offset, patch.new, patch.old) for patch in patches)
