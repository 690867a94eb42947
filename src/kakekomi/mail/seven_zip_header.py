"""Read the header of a 7z archive: where streams lie, how they were packed, what the files are.

The header stands at the end and is often packed itself. Numbers are 1 to 9 bytes: the leading ones
of the first byte tell how many follow (little-endian); its other bits are the highest.

Layout of the start (little-endian)::

    offset  size  field
    0       6     37 7A BC AF 27 1C
    6       2     version
    8       4     CRC-32 of the next 20 bytes
    12      8     offset of the header from byte 32
    20      8     size of the header
    28      4     CRC-32 of the header

Source: 7-Zip, DOC/7zFormat.txt
"""
# ruff: noqa: PLR2004 - sizes and flags are those of the layout

import struct
from enum import IntEnum
from typing import Final

import msgspec

from kakekomi.facts.errors import ParseError
from kakekomi.mail.seven_zip_entry import Coder, File, Folder, Header, Streams

MAX_CODERS: Final = 8
"""In one folder; 7-Zip chains at most five (AES, BCJ2 and three LZMA)."""
MAX_STREAMS: Final = 100_000
"""Streams and files of one archive; the names of more would not fit a mail."""
WHERE: Final = "7z"


class Id(IntEnum):
    """Marks of the header's parts."""

    END = 0
    HEADER = 1
    ARCHIVE_PROPERTIES = 2
    ADDITIONAL_STREAMS = 3
    MAIN_STREAMS = 4
    FILES = 5
    PACK_INFO = 6
    UNPACK_INFO = 7
    SUBSTREAMS = 8
    SIZE = 9
    CRC = 10
    FOLDER = 11
    UNPACK_SIZES = 12
    STREAM_COUNTS = 13
    EMPTY_STREAM = 14
    EMPTY_FILE = 15
    NAMES = 17
    ENCODED_HEADER = 23


class Cursor:
    """Position in header bytes; reading beyond the end raises ParseError."""

    __slots__ = ("_at", "_data")

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def take(self, size: int) -> bytes:
        """Next ``size`` bytes."""
        end = self._at + size
        if end > len(self._data):
            raise ParseError("the header ends early", where=WHERE, offset=self._at)
        taken = self._data[self._at : end]
        self._at = end
        return taken

    def byte(self) -> int:
        """Next byte."""
        return self.take(1)[0]

    def number(self) -> int:
        """Next number of variable size."""
        first = self.byte()
        more = 0
        while more < 8 and first & (0x80 >> more):
            more += 1
        high = first & (0x7F >> more) if more < 8 else 0
        return int.from_bytes(self.take(more), "little") | high << 8 * more

    def count(self) -> int:
        """Next number, where it counts things."""
        number = self.number()
        if number > MAX_STREAMS:
            raise ParseError(f"{number} entries", where=WHERE, offset=self._at)
        return number

    def bits(self, count: int) -> list[bool]:
        """``count`` bits, the highest of each byte first."""
        raw = self.take((count + 7) // 8)
        return [bool(raw[i >> 3] & 0x80 >> (i & 7)) for i in range(count)]

    def checksums(self, count: int) -> list[int | None]:
        """CRC-32 of ``count`` streams where they are given."""
        given = [True] * count if self.byte() else self.bits(count)
        return [struct.unpack("<I", self.take(4))[0] if is_given else None for is_given in given]


def read_streams(cursor: Cursor) -> Streams:
    """Read a part MAIN_STREAMS or ENCODED_HEADER behind its mark."""
    packed_at = 0
    packed_sizes: tuple[int, ...] = ()
    folders: tuple[Folder, ...] = ()
    pieces: tuple[tuple[tuple[int, int | None], ...], ...] | None = None
    while (mark := cursor.byte()) != Id.END:
        if mark == Id.PACK_INFO:
            packed_at, packed_sizes = _pack_info(cursor)
        elif mark == Id.UNPACK_INFO:
            folders = _unpack_info(cursor)
        elif mark == Id.SUBSTREAMS:
            pieces = _substreams(cursor, folders)
        else:
            raise ParseError(f"part {mark} among streams", where=WHERE)
    if pieces is None:
        pieces = tuple(((folder.size, folder.crc),) for folder in folders)
    return Streams(packed_at, packed_sizes, folders, pieces)


def _pack_info(cursor: Cursor) -> tuple[int, tuple[int, ...]]:
    at, count = cursor.number(), cursor.count()
    sizes: tuple[int, ...] = ()
    while (mark := cursor.byte()) != Id.END:
        if mark == Id.SIZE:
            sizes = tuple(cursor.number() for _ in range(count))
        elif mark == Id.CRC:
            cursor.checksums(count)
        else:
            raise ParseError(f"part {mark} among packed streams", where=WHERE)
    return at, sizes


def _unpack_info(cursor: Cursor) -> tuple[Folder, ...]:
    _expect(cursor, Id.FOLDER)
    count = cursor.count()
    _expect(cursor, 0)
    folders = [_folder(cursor) for _ in range(count)]
    _expect(cursor, Id.UNPACK_SIZES)
    folders = [
        msgspec.structs.replace(
            folder,
            sizes=tuple(cursor.number() for coder in folder.coders for _ in range(coder.outputs)),
        )
        for folder in folders
    ]
    while (mark := cursor.byte()) != Id.END:
        if mark != Id.CRC:
            raise ParseError(f"part {mark} among folders", where=WHERE)
        sums = cursor.checksums(count)
        folders = [
            msgspec.structs.replace(folder, crc=crc)
            for folder, crc in zip(folders, sums, strict=True)
        ]
    return tuple(folders)


def _expect(cursor: Cursor, mark: int) -> None:
    if (found := cursor.byte()) != mark:
        raise ParseError(f"part {found} where {mark} belongs", where=WHERE)


def _folder(cursor: Cursor) -> Folder:
    coders = tuple(_coder(cursor) for _ in range(_few(cursor.number())))
    inputs = sum(coder.inputs for coder in coders)
    outputs = sum(coder.outputs for coder in coders)
    if not 0 < outputs <= MAX_CODERS or not outputs - 1 <= inputs <= 4 * MAX_CODERS:
        raise ParseError("coders without streams", where=WHERE)
    binds = tuple((cursor.number(), cursor.number()) for _ in range(outputs - 1))
    packed = inputs - len(binds)
    if packed == 1:
        bound = {taken for taken, _ in binds}
        return Folder(coders, binds, tuple(i for i in range(inputs) if i not in bound)[:1])
    return Folder(coders, binds, tuple(cursor.number() for _ in range(packed)))


def _few(count: int) -> int:
    if not 0 < count <= MAX_CODERS:
        raise ParseError(f"{count} coders", where=WHERE)
    return count


def _coder(cursor: Cursor) -> Coder:
    flags = cursor.byte()
    method = cursor.take(flags & 0x0F)
    inputs, outputs = (_few(cursor.number()), _few(cursor.number())) if flags & 0x10 else (1, 1)
    properties = cursor.take(cursor.number()) if flags & 0x20 else b""
    return Coder(method, properties, inputs, outputs)


def _substreams(
    cursor: Cursor, folders: tuple[Folder, ...]
) -> tuple[tuple[tuple[int, int | None], ...], ...]:
    counts = [1] * len(folders)
    mark = cursor.byte()
    if mark == Id.STREAM_COUNTS:
        counts = [cursor.count() for _ in folders]
        if sum(counts) > MAX_STREAMS:
            raise ParseError("too many streams", where=WHERE)
        mark = cursor.byte()
    sizes: list[list[int]] = []
    for folder, count in zip(folders, counts, strict=True):
        given = [cursor.number() for _ in range(count - 1)] if mark == Id.SIZE else []
        sizes.append([*given, max(folder.size - sum(given), 0)][:count])
    if mark == Id.SIZE:
        mark = cursor.byte()
    known = [f.crc is not None and n == 1 for f, n in zip(folders, counts, strict=True)]
    unknown = sum(n for n, is_known in zip(counts, known, strict=True) if not is_known)
    sums: list[int | None] = [None] * unknown
    while mark != Id.END:
        if mark != Id.CRC:
            raise ParseError(f"part {mark} among files' streams", where=WHERE)
        sums = cursor.checksums(unknown)
        mark = cursor.byte()
    rest = iter(sums)
    return tuple(
        tuple((size, folder.crc if is_known else next(rest, None)) for size in own)
        for folder, own, is_known in zip(folders, sizes, known, strict=True)
    )


def read_files(cursor: Cursor) -> tuple[File, ...]:
    """Read a part FILES behind its mark."""
    count = cursor.count()
    names: list[str] = []
    empty = [False] * count
    empty_files: list[bool] = []
    while (mark := cursor.number()) != Id.END:
        content = Cursor(raw := cursor.take(cursor.number()))
        if mark == Id.EMPTY_STREAM:
            empty = content.bits(count)
        elif mark == Id.EMPTY_FILE:
            empty_files = content.bits(sum(empty))
        elif mark == Id.NAMES and raw[:1] == b"\0":
            names = raw[1:].decode("utf-16-le", "replace").split("\0")
    are_files = iter(empty_files)
    files = []
    for index in range(count):
        is_folder = empty[index] and not next(are_files, False)
        name = names[index] if index < len(names) else ""
        files.append(File(name, not empty[index], is_folder))
    return tuple(files)


def read_header(cursor: Cursor) -> Header:
    """Read a part HEADER behind its mark."""
    streams = Streams()
    files: tuple[File, ...] = ()
    while (mark := cursor.byte()) != Id.END:
        if mark == Id.ARCHIVE_PROPERTIES:
            while cursor.number() != Id.END:
                cursor.take(cursor.number())
        elif mark == Id.ADDITIONAL_STREAMS:
            read_streams(cursor)
        elif mark == Id.MAIN_STREAMS:
            streams = read_streams(cursor)
        elif mark == Id.FILES:
            files = read_files(cursor)
        else:
            raise ParseError(f"part {mark} in the header", where=WHERE)
    return Header(streams, files)
