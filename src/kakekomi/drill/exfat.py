"""Make exFAT images for drills and tests; harmless, whatever is in the files.

Only what a reader needs is written: no table of upper case, no map of clusters in use.

Source: Microsoft Learn, "exFAT file system specification"
"""

import struct
from collections.abc import Sequence
from typing import Final

SECTOR: Final = 512
TABLE_SECTOR: Final = 24
TABLE_SECTORS: Final = 8
HEAP_SECTOR: Final = TABLE_SECTOR + TABLE_SECTORS
CLUSTER_SECTORS: Final = 2
CLUSTER: Final = SECTOR * CLUSTER_SECTORS
END: Final = 0xFFFFFFFF
LABEL: Final = b"\x83\x01" + "A".encode("utf-16-le") + bytes(28)
"""The volume's name, which comes before the files."""


def make_exfat(
    members: Sequence[tuple[str, bytes]], *, folder: str = "", is_chained: bool = False
) -> bytes:
    """An image; with ``folder``, the files lie in that folder.

    ``is_chained`` lets the table tell the clusters of each file, and turns their order round.
    """
    heap = _Heap(is_chained=is_chained)
    entries = b"".join(
        _entry(name, 0x20, heap.put(content), content, is_chained=is_chained)
        for name, content in members
    )
    if folder:
        entries = _entry(folder, 0x10, heap.put(entries), entries, is_chained=is_chained)
    root = heap.put(LABEL + entries, is_root=True)
    clusters = len(heap.clusters)
    boot = bytearray(SECTOR)
    boot[:11] = b"\xeb\x76\x90EXFAT   "
    struct.pack_into("<QQ", boot, 64, 0, HEAP_SECTOR + clusters * CLUSTER_SECTORS)
    struct.pack_into("<5I", boot, 80, TABLE_SECTOR, TABLE_SECTORS, HEAP_SECTOR, clusters, root)
    boot[104:106] = b"\x00\x01"
    boot[108:111] = bytes([9, 1, 1])
    boot[510:] = b"\x55\xaa"
    table = struct.pack(f"<{len(heap.table)}I", *heap.table)
    return (
        bytes(boot).ljust(TABLE_SECTOR * SECTOR, b"\0")
        + table.ljust(TABLE_SECTORS * SECTOR, b"\0")
        + b"".join(heap.clusters)
    )


class _Heap:
    """Clusters with their table."""

    def __init__(self, *, is_chained: bool) -> None:
        self._is_chained = is_chained
        self.clusters: list[bytes] = []
        self.table = [0xFFFFFFF8, END]

    def put(self, content: bytes, *, is_root: bool = False) -> int:
        """First cluster of the content; the root folder is always chained."""
        starts = range(0, max(len(content), 1), CLUSTER)
        parts = [content[at : at + CLUSTER].ljust(CLUSTER, b"\0") for at in starts]
        first = len(self.clusters) + 2
        if not self._is_chained:
            self.clusters += parts
            follow = [first + at + 1 for at in range(len(parts) - 1)]
            self.table += [*follow, END] if is_root else [0] * len(parts)
            return first
        self.clusters += reversed(parts)
        self.table += [END, *(first + at for at in range(len(parts) - 1))]
        return first + len(parts) - 1


def _entry(name: str, attributes: int, first: int, content: bytes, *, is_chained: bool) -> bytes:
    raw = name.encode("utf-16-le")
    names = [raw[at : at + 30].ljust(30, b"\0") for at in range(0, len(raw), 30)]
    file = struct.pack("<BBHH26x", 0x85, 1 + len(names), 0, attributes)
    flags = 1 if is_chained else 3
    size = len(content)
    stream = struct.pack("<BBxBH2xQ4xIQ", 0xC0, flags, len(name), 0, size, first, size)
    return file + stream + b"".join(b"\xc1\0" + part for part in names)
