"""Read the files of a FAT file system: FAT12, FAT16 and FAT32, with long names.

Layout of the boot sector (little-endian)::

    offset  size  field
    11      2     bytes a sector
    13      1     sectors a cluster
    14      2     sectors before the tables
    16      1     number of tables
    17      2     entries of the root folder (FAT32: 0)
    19, 32  2, 4  sectors in all
    22, 36  2, 4  sectors of a table
    44      4     FAT32: first cluster of the root folder
    510     2     55 AA

Layout of a folder entry of 32 bytes: 0: name of 8 and 3 characters (E5h: deleted), 11: attributes
(8 label, 10h folder, 0Fh part of a long name), 20 and 26: halves of the first cluster, 28: size.
Parts of a long name stand before, the last first, with 13 UTF-16 characters each.

Source: Microsoft, "FAT: General Overview of On-Disk Format" 1.03
"""
# ruff: noqa: PLR2004 - offsets and sizes are those of the layout table above

import struct
from collections.abc import Iterator
from typing import Final

import msgspec

from kakekomi.mail import volume, zip_name
from kakekomi.mail.volume import Disk, FoundFile, Visits

SECTOR_SIZES: Final = (512, 1024, 2048, 4096)
ENTRY_BYTES: Final = 32
LONG_NAME: Final = 0x0F
LABEL: Final = 0x08
FOLDER: Final = 0x10
LOWER_STEM: Final = 0x08
LOWER_ENDING: Final = 0x10
"""Byte 12: Windows keeps lower case of short names there."""
FAT12_CLUSTERS: Final = 4_085
FAT16_CLUSTERS: Final = 65_525
"""Fewer clusters make the entries of the table 12, or 16, bits wide."""
ROOT: Final = -1
"""Stands for the root folder, which may have no cluster."""
MAX_CHAIN: Final = 65_536
"""Clusters of one file followed; 32 MiB of the smallest."""
WHERE: Final = "FAT"


class Volume(msgspec.Struct, frozen=True):
    """Where things lie on the disk."""

    disk: Disk
    table_at: int
    root_at: int
    root_bytes: int
    """0: the root folder is a chain of clusters."""
    root_cluster: int
    data_at: int
    cluster_bytes: int
    clusters: int


def is_fat(disk: Disk) -> bool:
    """Whether the boot sector is one of FAT."""
    boot = disk.read(0, 512)
    if len(boot) < 512 or boot[510:] != b"\x55\xaa" or boot[3:11] == b"NTFS    ":
        return False
    size, cluster = struct.unpack_from("<HB", boot, 11)
    is_sized = size in SECTOR_SIZES and cluster in {1, 2, 4, 8, 16, 32, 64, 128}
    return is_sized and boot[16] in {1, 2} and boot[14:16] != b"\0\0" and boot[0] in {0xEB, 0xE9}


def files(disk: Disk) -> Iterator[FoundFile]:
    """Files of all folders. Raises ParseError while reading, at damage."""
    found = _volume(disk)
    visits = Visits()
    waiting = [(ROOT, "", 0)]
    while waiting:
        cluster, path, depth = waiting.pop()
        if not visits.is_new(cluster, depth):
            continue
        for name, attributes, first, size in _entries(visits.paid(_folder(found, cluster))):
            if attributes & FOLDER:
                waiting.append((first, f"{path}{name}/", depth + 1))
            elif not attributes & LABEL:
                yield FoundFile(path + name, size, _chunks(found, first, size), first)


def _folder(found: Volume, cluster: int) -> bytes:
    if cluster == ROOT and found.root_bytes:
        return found.disk.read(found.root_at, min(found.root_bytes, volume.MAX_FOLDER_BYTES))
    first = found.root_cluster if cluster == ROOT else cluster
    return b"".join(_chunks(found, first, volume.MAX_FOLDER_BYTES))


def _volume(disk: Disk) -> Volume:
    boot = disk.read(0, 512)
    sector, per_cluster, reserved, tables, roots = struct.unpack_from("<HBHBH", boot, 11)
    total = int.from_bytes(boot[19:21], "little") or int.from_bytes(boot[32:36], "little")
    table = int.from_bytes(boot[22:24], "little") or int.from_bytes(boot[36:40], "little")
    root_at = (reserved + tables * table) * sector
    data_at = root_at + (roots * ENTRY_BYTES + sector - 1) // sector * sector
    clusters = max(total * sector - data_at, 0) // (sector * per_cluster)
    return Volume(
        disk,
        reserved * sector,
        root_at,
        roots * ENTRY_BYTES,
        int.from_bytes(boot[44:48], "little"),
        data_at,
        sector * per_cluster,
        clusters,
    )


def _next(found: Volume, cluster: int) -> int:
    """Cluster behind this one; 0 at the end."""
    if found.clusters < FAT12_CLUSTERS:
        raw = found.disk.read(found.table_at + cluster * 3 // 2, 2)
        value = int.from_bytes(raw, "little")
        value = value >> 4 if cluster & 1 else value & 0xFFF
    elif found.clusters < FAT16_CLUSTERS:
        value = int.from_bytes(found.disk.read(found.table_at + cluster * 2, 2), "little")
    else:
        raw = found.disk.read(found.table_at + cluster * 4, 4)
        value = int.from_bytes(raw, "little") & 0x0FFFFFFF
    return value if 2 <= value < found.clusters + 2 else 0


def _chunks(found: Volume, cluster: int, size: int) -> Iterator[bytes]:
    for _ in range(MAX_CHAIN):
        if size <= 0 or not 2 <= cluster < found.clusters + 2:
            return
        at = found.data_at + (cluster - 2) * found.cluster_bytes
        chunk = found.disk.read(at, min(found.cluster_bytes, size))
        yield chunk
        size -= len(chunk)
        cluster = _next(found, cluster) if chunk else 0


def _entries(raw: bytes) -> Iterator[tuple[str, int, int, int]]:
    """Name, attributes, first cluster, size."""
    parts: list[bytes] = []
    for at in range(0, len(raw) - ENTRY_BYTES + 1, ENTRY_BYTES):
        entry = raw[at : at + ENTRY_BYTES]
        if entry[0] == 0:
            return
        attributes = entry[11]
        if attributes == LONG_NAME:
            parts.insert(0, entry[1:11] + entry[14:26] + entry[28:32])
            del parts[20:]
            continue
        name = _name(entry, parts)
        parts = []
        if entry[0] != 0xE5 and entry[:2] not in {b". ", b".."}:
            high, low, size = struct.unpack_from("<H4xHI", entry, 20)
            yield name, attributes, high << 16 | low, size


def _name(entry: bytes, parts: list[bytes]) -> str:
    if parts:
        return b"".join(parts).decode("utf-16-le", "replace").partition("\0")[0]
    first = b"\xe5" if entry[0] == 5 else entry[:1]
    stem, ending = (first + entry[1:8]).rstrip(b" "), entry[8:11].rstrip(b" ")
    stem = stem.lower() if entry[12] & LOWER_STEM else stem
    ending = ending.lower() if entry[12] & LOWER_ENDING else ending
    return zip_name.decode(stem + b"." + ending if ending else stem)
