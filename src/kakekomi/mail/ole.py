"""Read the streams of an OLE compound file, whole or damaged, from memory.

Old Office documents, macro projects, encrypted new ones and Outlook messages are all such a file
system in a file. Only what is asked for is read: a padded document of 500 MB costs its directory.

Layout of the header (little-endian)::

    offset  size  field
    0       8     signature D0 CF 11 E0 A1 B1 1A E1
    26      2     major version: 3 or 4
    30      2     sector size as a power of two: 9 (version 3) or 12 (version 4)
    44      4     number of FAT sectors
    48      4     first directory sector
    60      4     first mini FAT sector
    64      4     number of mini FAT sectors
    68      4     first DIFAT sector
    76      436   the first 109 FAT sectors; more are in the DIFAT chain

Layout of a directory entry (128 bytes)::

    0       64    name, UTF-16LE
    64      2     name size in bytes, NUL included
    66      1     kind: 0 free, 1 storage, 2 stream, 5 root
    68      12    left sibling, right sibling, first child: entry numbers
    116     4     first sector
    120     8     size in bytes (version 3: only the low 4)

A reader of our own, and not olefile, which raises a dozen kinds of exception on damage, recurses
over the tree and loads every table first; the tests read our files with it.

Source: [MS-CFB] sections 2.1 to 2.6
"""
# ruff: noqa: PLR2004 - offsets and sizes are those of the layout tables above

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

import msgspec

from kakekomi.facts.errors import ParseError

SIGNATURE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
HEADER_BYTES: Final = 512
ENTRY_BYTES: Final = 128
MINI_SECTOR_BYTES: Final = 64
MINI_CUTOFF_BYTES: Final = 4096
"""Streams below this size live in the mini stream."""

MAX_ENTRIES: Final = 16_384
"""Documents have dozens of streams, large Outlook messages a few thousand."""
MAX_DIFAT_SECTORS: Final = 256
"""Enough FAT for 2 GB in version 3; the chain may be a ring."""
MAX_STREAM_BYTES: Final = 64 * 1024 * 1024
"""More than any macro, workbook or message body; the rest of a longer stream is padding."""
MAX_MINI_STREAM_BYTES: Final = 64 * 1024 * 1024
"""16,384 entries of less than 4 KiB fill no more."""

_LAST_SECTOR: Final = 0xFFFFFFFA
"""Sector numbers above it are marks: end of chain, free, FAT, DIFAT."""
_STORAGE: Final = 1
_STREAM: Final = 2
_ROOT: Final = 5


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One stream or storage."""

    path: str
    """Names joined by ``/``, without the root; only the name if no storage leads to it."""
    is_stream: bool
    start: int
    """First sector, or mini sector."""
    size_bytes: int
    """As stored; damage may leave less to read."""

    @property
    def name(self) -> str:
        """Last part of the path."""
        return self.path.rpartition("/")[2]


@dataclass(slots=True, eq=False)
class CompoundFile:
    """A compound file in memory; make it with ``parse``."""

    data: bytes = field(repr=False)
    sector_bytes: int
    entries: tuple[Entry, ...] = ()
    """Storages and streams, in directory order."""
    is_cut: bool = False
    """Whether a stream read so far, or a table, lies beyond the end of the file."""
    _fat_sectors: tuple[int, ...] = field(default=(), repr=False)
    _fat: dict[int, tuple[int, ...]] = field(default_factory=dict, repr=False)
    _mini_fat: tuple[int, ...] = field(default=(), repr=False)
    _mini_start: int = field(default=0, repr=False)
    _mini_bytes: int = field(default=0, repr=False)
    _mini_stream: bytes | None = field(default=None, repr=False)
    _index: dict[str, Entry] = field(default_factory=dict, repr=False)

    def find(self, path: str) -> Entry | None:
        """Give the entry at ``path``, letters' case ignored as Windows does; None if absent."""
        return self._index.get(path.lower())

    def streams(self) -> Iterator[Entry]:
        """Give the streams in directory order."""
        return (entry for entry in self.entries if entry.is_stream)

    def read(self, entry: Entry, limit: int = MAX_STREAM_BYTES) -> bytes:
        """Read at most ``limit`` bytes; fewer than ``entry.size_bytes`` where the file is cut."""
        wanted = min(entry.size_bytes, limit, MAX_STREAM_BYTES)
        is_large = entry.size_bytes >= MINI_CUTOFF_BYTES
        found = (self._chain if is_large else self._mini_chain)(entry.start, wanted)
        self.is_cut = self.is_cut or len(found) < wanted
        return found

    def _chain(self, sector: int, wanted: int) -> bytes:
        """Join sectors from ``sector`` on, in runs of neighbours; each adds bytes or breaks off."""
        pieces: list[bytes] = []
        size, data = self.sector_bytes, self.data
        per_table = size // 4
        left = min(wanted, len(data))  # a ring of sectors can promise more than there is
        while left > 0 and sector <= _LAST_SECTOR:
            first, following = sector, sector
            while following == sector and left > 0:  # the first sector always enters
                table = self._fat.get(sector // per_table) or self._load(sector // per_table)
                within = sector % per_table
                following = table[within] if within < len(table) else _LAST_SECTOR + 1
                sector += 1
                left -= size
            run_bytes = (sector - first) * size + min(left, 0)
            piece = data[(first + 1) * size : (first + 1) * size + run_bytes]
            if not piece:
                break
            pieces.append(piece)
            sector = following
        return b"".join(pieces)

    def _load(self, index: int) -> tuple[int, ...]:
        table = self._fat[index] = self._fat_table(index)
        return table

    def _fat_table(self, index: int) -> tuple[int, ...]:
        if index >= len(self._fat_sectors):
            return ()
        offset = (self._fat_sectors[index] + 1) * self.sector_bytes
        self.is_cut = self.is_cut or offset >= len(self.data)
        return _u32s(self.data[offset : offset + self.sector_bytes])

    def _mini_chain(self, sector: int, wanted: int) -> bytes:
        if self._mini_stream is None:
            size = min(self._mini_bytes, MAX_MINI_STREAM_BYTES)
            self._mini_stream = self._chain(self._mini_start, size)
        pieces: list[bytes] = []
        left = wanted
        while left > 0 and sector < len(self._mini_fat):
            offset = sector * MINI_SECTOR_BYTES
            pieces.append(self._mini_stream[offset : offset + min(MINI_SECTOR_BYTES, left)])
            left -= MINI_SECTOR_BYTES
            sector = self._mini_fat[sector]
        return b"".join(pieces)


def parse(data: bytes) -> CompoundFile:
    """Read the directory; the streams are read when asked for.

    Raises:
        ParseError: not a compound file, or no directory can be read.

    """
    if not data.startswith(SIGNATURE):
        raise ParseError(f"no compound file: starts with {data[:8]!r}", where="ole", offset=0)
    if len(data) < HEADER_BYTES:
        raise ParseError("compound file cut off inside its header", where="ole", offset=len(data))
    shift = int.from_bytes(data[30:32], "little")
    file = CompoundFile(data=data, sector_bytes=1 << shift if shift in {9, 12} else 512)
    file._fat_sectors = _fat_sectors(data, file.sector_bytes)
    directory = file._chain(_u32(data, 48), MAX_ENTRIES * ENTRY_BYTES)
    raw = _raw_entries(directory)
    if not raw:
        raise ParseError("compound file without a readable directory", where="ole")
    mini_fat_bytes = min(_u32(data, 64) * file.sector_bytes, MAX_MINI_STREAM_BYTES // 16)
    file._mini_fat = _u32s(file._chain(_u32(data, 60), mini_fat_bytes))
    root = raw.get(0)
    if root is not None:
        file._mini_start, file._mini_bytes = root.start, root.size_bytes
    file.entries = tuple(_entries(raw))
    file._index = {entry.path.lower(): entry for entry in reversed(file.entries)}
    return file


def _fat_sectors(data: bytes, sector_bytes: int) -> tuple[int, ...]:
    """Give the sectors that hold the FAT: from the header, then from the DIFAT chain."""
    sectors = list(_u32s(data[76:HEADER_BYTES]))
    at = _u32(data, 68)
    for _ in range(MAX_DIFAT_SECTORS):
        offset = (at + 1) * sector_bytes
        if at > _LAST_SECTOR or offset >= len(data):
            break
        table = _u32s(data[offset : offset + sector_bytes])
        if not table:
            break
        sectors.extend(table[:-1])
        at = table[-1]
    return tuple(sectors)


class _RawEntry(msgspec.Struct, frozen=True):
    name: str
    kind: int
    left: int
    right: int
    child: int
    start: int
    size_bytes: int


_ENTRY: Final = struct.Struct("<64sHBxIII36xII4x")


def _raw_entries(directory: bytes) -> dict[int, _RawEntry]:
    """Give the entries in use by their number."""
    found: dict[int, _RawEntry] = {}
    whole = len(directory) - len(directory) % ENTRY_BYTES
    for number, fields in enumerate(_ENTRY.iter_unpack(directory[:whole])):
        name, name_bytes, kind, left, right, child, start, size = fields
        if kind in {_STORAGE, _STREAM, _ROOT}:
            text = name[: max(min(name_bytes, 64) - 2, 0)].decode("utf-16-le", "replace")
            found[number] = _RawEntry(text, kind, left, right, child, start, size)
    return found


def _entries(raw: dict[int, _RawEntry]) -> Iterator[Entry]:
    paths = _paths(raw)
    for number, entry in raw.items():
        if entry.kind != _ROOT:
            yield Entry(
                path=paths.get(number, entry.name),
                is_stream=entry.kind == _STREAM,
                start=entry.start,
                size_bytes=entry.size_bytes,
            )


def _paths(raw: dict[int, _RawEntry]) -> dict[int, str]:
    """Walk the trees of siblings from the root down; each entry once, whatever links to it."""
    paths: dict[int, str] = {}
    root = raw.get(0)
    waiting = [(root.child, "")] if root is not None else []
    while waiting:
        number, prefix = waiting.pop()
        entry = raw.get(number)
        if entry is None or number in paths or number == 0:
            continue
        paths[number] = prefix + entry.name
        waiting.append((entry.left, prefix))
        waiting.append((entry.right, prefix))
        if entry.kind == _STORAGE and prefix.count("/") < 16:
            waiting.append((entry.child, f"{prefix}{entry.name}/"))
    return paths


def _u32(data: bytes, at: int) -> int:
    return int.from_bytes(data[at : at + 4], "little")


def _u32s(data: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4])
