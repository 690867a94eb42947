"""Read a VHDX as a disk.

The region table at 192 KiB (a copy at 256 KiB) says where metadata and the block table lie; the
metadata give sizes. A block table entry (8 bytes) has its state in the low 3 bits (6: present, 7:
partly) and its offset in MiB from bit 20; behind each group of blocks stands one for a bitmap.

Layout of the region table (little-endian)::

    offset  size  field
    0       4     regi
    8       4     number of entries
    16      32    each: id (16), offset (8), size (4), flags

Layout of metadata: 0: ``metadata``, 10: number of entries (2), from 32 entries of 32 bytes: id
(16), offset from the start of the region (4), size (4). A log that was not replayed is left out.

Source: [MS-VHDX]
"""
# ruff: noqa: PLR2004 - offsets and sizes are those of the layout

import struct
import uuid
from typing import Final

from kakekomi.facts.errors import ParseError, UnsupportedError
from kakekomi.mail.volume import Disk

SIGNATURE: Final = b"vhdxfile"
TABLES: Final = (192 * 1024, 256 * 1024)
BLOCKS: Final = uuid.UUID("2dc27766-f623-4200-9d64-115e9bfd4a08").bytes_le
METADATA: Final = uuid.UUID("8b7ca206-4790-4b9a-b8fe-575f050f886e").bytes_le
PARAMETERS: Final = uuid.UUID("caa16737-fa36-4d43-b3b6-33f0aa44e76b").bytes_le
DISK_SIZE: Final = uuid.UUID("2fa54224-cd1b-4876-b211-5dbed83bf4b8").bytes_le
SECTOR_SIZE: Final = uuid.UUID("8141bf1d-a96f-4709-ba47-f233a8faab5f").bytes_le
MAX_ENTRIES: Final = 2_047
"""The format's limit, of regions and of metadata."""
MEBIBYTE: Final = 1024 * 1024
WHERE: Final = "VHDX"


def disk(data: bytes) -> Disk:
    """The disk in the image.

    Raises:
        ParseError: damage.
        UnsupportedError: it needs another file.
    """
    regions = _regions(data)
    metadata_at, blocks_at = regions.get(METADATA), regions.get(BLOCKS)
    if metadata_at is None or blocks_at is None:
        raise ParseError("a region is missing", where=WHERE)
    metadata = _metadata(data, metadata_at)
    parameters, size = metadata.get(PARAMETERS, b""), metadata.get(DISK_SIZE, b"")
    if len(parameters) < 8 or len(size) < 8:
        raise ParseError("sizes are missing", where=WHERE)
    block_bytes, flags = struct.unpack_from("<II", parameters)
    sector_bytes = int.from_bytes(metadata.get(SECTOR_SIZE, b"")[:4], "little") or 512
    if block_bytes < MEBIBYTE or block_bytes % MEBIBYTE or sector_bytes not in {512, 4096}:
        raise ParseError("block size", where=WHERE)
    if flags & 2:
        raise UnsupportedError("VHDX that needs another file")
    ratio = (sector_bytes << 23) // block_bytes

    def fetch(at: int, count: int) -> bytes:
        out = bytearray()
        while len(out) < count:
            index, inside = divmod(at + len(out), block_bytes)
            step = min(block_bytes - inside, count - len(out))
            entry_at = blocks_at + 8 * (index + index // max(ratio, 1))
            entry = int.from_bytes(data[entry_at : entry_at + 8], "little")
            start = (entry >> 20) * MEBIBYTE + inside
            is_there = entry & 7 in {6, 7}
            out += (data[start : start + step] if is_there else b"").ljust(step, b"\0")
        return bytes(out)

    return Disk(fetch, int.from_bytes(size[:8], "little"))


def _regions(data: bytes) -> dict[bytes, int]:
    for at in TABLES:
        if data[at : at + 4] == b"regi":
            count = min(int.from_bytes(data[at + 8 : at + 12], "little"), MAX_ENTRIES)
            return {
                data[entry : entry + 16]: int.from_bytes(data[entry + 16 : entry + 24], "little")
                for entry in range(at + 16, at + 16 + 32 * count, 32)
            }
    raise ParseError("no region table", where=WHERE)


def _metadata(data: bytes, at: int) -> dict[bytes, bytes]:
    if data[at : at + 8] != b"metadata":
        raise ParseError("no metadata", where=WHERE, offset=at)
    count = min(int.from_bytes(data[at + 10 : at + 12], "little"), MAX_ENTRIES)
    found = {}
    for entry in range(at + 32, at + 32 + 32 * count, 32):
        offset = int.from_bytes(data[entry + 16 : entry + 20], "little")
        found[data[entry : entry + 16]] = data[at + offset : at + offset + 8]
    return found
