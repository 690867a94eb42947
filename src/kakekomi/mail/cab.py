"""Read a Windows cabinet (.cab): its members, stored or packed by MSZIP or LZX.

Quantum, the fourth method, was given up in the nineties and is not read.

Layout (little-endian)::

    offset  size  field
    0       4     MSCF
    16      4     offset of the first file entry
    26      2     number of folders
    28      2     number of files
    30      2     flags: 1 and 2 names of the cabinets before and behind, 4 reserved areas
    36      8     if flag 4: sizes of the reserved areas (u16 header, u8 folder, u8 block)
    -       8     each folder: offset of its first block, number of blocks, method (low 4 bits; of
                  LZX bits 8 to 12: power of the window)
    -       16    each file: size, offset in the folder's stream, folder, date, time, attributes;
                  then the name up to NUL (UTF-8 if attribute 80h)
    -       8     each block: checksum, size packed, size unpacked; then the data

A folder's files are one stream. MSZIP: each block is ``CK`` and a deflate stream that may repeat
the 32 KiB before it.

Source: [MS-CAB]; [MS-MCI] for MSZIP; ``lzx`` for LZX
"""
# ruff: noqa: PLR2004 - offsets and sizes are those of the layout table above

import struct
import zlib
from collections.abc import Iterator, Sequence
from typing import Final

import msgspec

from kakekomi.facts.errors import ParseError
from kakekomi.mail import lzx, zip_name
from kakekomi.mail.archive import MAX_NAME_BYTES, Archive, Limits, Purse, Shelf
from kakekomi.mail.archive_stream import Piece, Stream, put_pieces, put_unread
from kakekomi.mail.zip_member import Problem

SIGNATURE: Final = b"MSCF"
HEADER_BYTES: Final = 36
STORED: Final = 0
MSZIP: Final = 1
LZX: Final = 3
MSZIP_HISTORY_BYTES: Final = 32_768
SPLIT_FOLDERS: Final = range(0xFFFD, 0x10000)
"""Folder numbers of files that go on in, or come from, another cabinet."""
WHERE: Final = "CAB"


class Folder(msgspec.Struct, frozen=True):
    """A stream of several files."""

    data_at: int
    blocks: int
    method: int
    window_power: int


class File(msgspec.Struct, frozen=True):
    """A member as its entry describes it."""

    name: str
    size: int
    start: int
    folder: int


class Cabinet(msgspec.Struct, frozen=True):
    """What the cabinet says of itself."""

    folders: tuple[Folder, ...]
    files: tuple[File, ...]
    block_reserve: int
    is_cut: bool


def read(data: bytes, passwords: Sequence[str], limits: Limits) -> Archive:
    """Unpack the cabinet ``data``; there is no encryption. Raises ParseError if it is none."""
    del passwords
    cabinet = _cabinet(data, limits.members)
    shelf = Shelf(limits)
    if cabinet.is_cut:
        shelf.note(Problem.DAMAGED, "file entries")
    for index, folder in enumerate(cabinet.folders):
        files = [file for file in cabinet.files if file.folder == index]
        _take_folder(data, cabinet, folder, files, shelf)
    lost = [file for file in cabinet.files if file.folder >= len(cabinet.folders)]
    put_unread([Piece(file.name, file.size) for file in lost], Problem.DAMAGED, shelf)
    return shelf.archive()


def _cabinet(data: bytes, most: int) -> Cabinet:
    if not data.startswith(SIGNATURE) or len(data) < HEADER_BYTES:
        raise ParseError("no cabinet", where=WHERE)
    files_at, folder_count, file_count, flags = struct.unpack_from("<16xI6xHHH", data)
    at = HEADER_BYTES
    folder_reserve = block_reserve = 0
    if flags & 4:
        header_reserve, folder_reserve, block_reserve = struct.unpack("<HBB", data[36:40].ljust(4))
        at += 4 + header_reserve
    for flag in (1, 1, 2, 2):
        at = _after_text(data, at) if flags & flag else at
    folders = []
    for _ in range(min(folder_count, most)):
        raw = data[at : at + 8]
        if len(raw) < 8:
            break
        start, blocks, method = struct.unpack("<IHH", raw)
        folders.append(Folder(start, blocks, method & 15, method >> 8 & 31))
        at += 8 + folder_reserve
    files = tuple(_files(data, files_at, min(file_count, most + 1)))
    return Cabinet(tuple(folders), files, block_reserve, len(files) < min(file_count, most))


def _after_text(data: bytes, at: int) -> int:
    end = data.find(b"\0", at, at + 256)
    return end + 1 if end >= 0 else at


def _files(data: bytes, at: int, count: int) -> Iterator[File]:
    for _ in range(count):
        end = data.find(b"\0", at + 16, at + 16 + MAX_NAME_BYTES)
        if end < 0:
            return
        size, start, folder, _, _, attributes = struct.unpack_from("<IIHHHH", data, at)
        name = zip_name.decode(data[at + 16 : end], is_utf8=bool(attributes & 0x80))
        yield File(name, size, start, 0 if folder in SPLIT_FOLDERS else folder)
        at = end + 1


def _take_folder(
    data: bytes, cabinet: Cabinet, folder: Folder, files: list[File], shelf: Shelf
) -> None:
    """Cut the files out of the folder's stream, in the stream's order."""
    files = sorted(files, key=lambda file: file.start)
    pieces = [Piece(file.name, file.size, start=file.start) for file in files]
    blocks = _blocks(data, cabinet, folder)
    if folder.method == STORED:
        stream: Stream = (chunk for chunk, _ in blocks)
    elif folder.method == MSZIP:
        stream = _inflated(blocks)
    elif folder.method == LZX:
        stream = _unpacked(blocks, folder.window_power, shelf.purse)
    else:
        put_unread(pieces, Problem.UNSUPPORTED, shelf)
        return
    put_pieces(stream, pieces, _packed_bytes(data, cabinet, folder), shelf)


def _blocks(data: bytes, cabinet: Cabinet, folder: Folder) -> Iterator[tuple[bytes, int]]:
    """Packed bytes and unpacked size of each block."""
    at = folder.data_at
    for _ in range(folder.blocks):
        head = data[at : at + 8]
        if len(head) < 8:
            raise ParseError("the cabinet ends early", where=WHERE, offset=at)
        _, packed, size = struct.unpack("<IHH", head)
        at += 8 + cabinet.block_reserve
        yield data[at : at + packed], size
        at += packed


def _packed_bytes(data: bytes, cabinet: Cabinet, folder: Folder) -> int:
    """Size of the folder's blocks: up to the next folder, or to the end."""
    behind = [one.data_at for one in cabinet.folders if one.data_at > folder.data_at]
    return max(min([*behind, len(data)]) - folder.data_at, 0)


def _unpacked(blocks: Iterator[tuple[bytes, int]], window_power: int, purse: Purse) -> Stream:
    unpacker = lzx.Unpacker(window_power, purse.spend)
    for raw, size in blocks:
        purse.spend(size)
        yield unpacker.frame(raw, size)


def _inflated(blocks: Iterator[tuple[bytes, int]]) -> Stream:
    history = b""
    for raw, size in blocks:
        if not raw.startswith(b"CK"):
            raise ParseError("no MSZIP block", where=WHERE)
        inflater = zlib.decompressobj(-15, zdict=history)
        try:
            chunk = inflater.decompress(raw[2:], MSZIP_HISTORY_BYTES)
        except zlib.error as error:
            raise ParseError(str(error), where=WHERE) from error
        if len(chunk) != size:
            raise ParseError("a block of another size", where=WHERE)
        yield chunk
        history = (history + chunk)[-MSZIP_HISTORY_BYTES:]
