"""Read a VHD as a disk: fixed, or dynamic with blocks where something was written.

Layout of the footer, the last 512 bytes; a dynamic one has a copy at the start (big-endian)::

    offset  size  field
    0       8     conectix
    16      8     offset of the dynamic header
    48      8     size of the disk
    60      4     type: 2 fixed, 3 dynamic, 4 differencing (needs another file)

Layout of the dynamic header: 0: cxsparse, 16: offset of the table (8), 28: entries (4), 32: size of
a block (4). A table entry is a sector number or FFFFFFFF; a block begins with a bitmap of its
sectors, filled up to 512 bytes.

Source: Microsoft, "Virtual Hard Disk Image Format Specification" 1.0
"""
# ruff: noqa: PLR2004 - offsets and sizes are those of the layout

import struct
from typing import Final

from kakekomi.facts.errors import ParseError, UnsupportedError
from kakekomi.mail.volume import Disk

SIGNATURE: Final = b"conectix"
FOOTER_BYTES: Final = 512
FIXED: Final = 2
DYNAMIC: Final = 3
NO_BLOCK: Final = 0xFFFFFFFF
WHERE: Final = "VHD"


def is_vhd(data: bytes) -> bool:
    """Whether the footer or its copy is there."""
    return data.startswith(SIGNATURE) or data[-FOOTER_BYTES:].startswith(SIGNATURE)


def disk(data: bytes) -> Disk:
    """The disk in the image.

    Raises:
        ParseError: damage.
        UnsupportedError: it needs another file.
    """
    footer = data[-FOOTER_BYTES:]
    if not footer.startswith(SIGNATURE):
        footer = data[:FOOTER_BYTES]
    if len(footer) < FOOTER_BYTES:
        raise ParseError("no footer", where=WHERE)
    (header_at,) = struct.unpack_from(">Q", footer, 16)
    (size,) = struct.unpack_from(">Q", footer, 48)
    (kind,) = struct.unpack_from(">I", footer, 60)
    if kind == FIXED:
        return Disk(lambda at, count: data[at : at + count], min(size, len(data) - FOOTER_BYTES))
    if kind != DYNAMIC:
        raise UnsupportedError("VHD that needs another file")
    return _dynamic(data, header_at, size)


def _dynamic(data: bytes, header_at: int, size: int) -> Disk:
    header = data[header_at : header_at + 1024]
    if not header.startswith(b"cxsparse") or len(header) < 36:
        raise ParseError("no dynamic header", where=WHERE, offset=header_at)
    (table_at,) = struct.unpack_from(">Q", header, 16)
    entries, block_bytes = struct.unpack_from(">II", header, 28)
    if block_bytes < 512 or block_bytes % 512:
        raise ParseError("block size", where=WHERE, offset=header_at + 32)
    bitmap_bytes = (block_bytes // 512 // 8 + 511) // 512 * 512

    def fetch(at: int, count: int) -> bytes:
        out = bytearray()
        while len(out) < count:
            index, inside = divmod(at + len(out), block_bytes)
            step = min(block_bytes - inside, count - len(out))
            entry = table_at + 4 * index
            sector = int.from_bytes(data[entry : entry + 4], "big")
            if index >= entries or sector == NO_BLOCK:
                out += bytes(step)
                continue
            start = sector * 512 + bitmap_bytes + inside
            out += data[start : start + step].ljust(step, b"\0")
        return bytes(out)

    return Disk(fetch, size)
