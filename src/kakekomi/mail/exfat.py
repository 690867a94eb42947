"""Read the files of an exFAT file system, as large memory cards and sticks have.

Layout of the boot sector (little-endian)::

    offset  size  field
    3       8     EXFAT and three blanks
    80      4     first sector of the table
    88      4     first sector of the clusters
    92      4     number of clusters
    96      4     first cluster of the root folder
    108     1     bytes a sector, as a power of two (9 to 12)
    109     1     sectors a cluster, as a power of two

Layout of a folder entry of 32 bytes: the first is its kind; without bit 7 it is not in use. A file
is one entry of 85h (1: how many follow; 4: attributes, 10h folder), one of C0h (1: flags, 2: its
clusters lie in a row, without a chain; 3: letters of the name; 8: bytes written, behind
which zeros are read; 20: first cluster; 24: size), and some of C1h (2: 15 UTF-16 characters each).

Source: Microsoft Learn, "exFAT file system specification", sections 3, 4, 6 and 7
"""
# ruff: noqa: PLR2004 - offsets and sizes are those of the layout above

import struct
from collections.abc import Iterator
from typing import Final

import msgspec

from kakekomi.mail import volume
from kakekomi.mail.volume import Disk, FoundFile, Visits

MARK: Final = b"EXFAT   "
ENTRY_BYTES: Final = 32
FILE: Final = 0x85
STREAM: Final = 0xC0
NAME: Final = 0xC1
FOLDER: Final = 0x10
NO_CHAIN: Final = 2
MAX_CLUSTER_POWER: Final = 25
"""Clusters have 32 MiB at most, with the sector's power counted in."""
MAX_CHAIN: Final = 65_536
"""Clusters of one file followed; 32 MiB of the smallest."""


class Volume(msgspec.Struct, frozen=True):
    """Where things lie on the disk."""

    disk: Disk
    table_at: int
    data_at: int
    cluster_bytes: int
    clusters: int
    root_cluster: int


class Entry(msgspec.Struct, frozen=True):
    """A file or folder as its entries say."""

    name: str
    is_folder: bool
    is_in_row: bool
    cluster: int
    written: int
    size: int


def is_exfat(disk: Disk) -> bool:
    """Whether the boot sector is one of exFAT."""
    boot = disk.read(0, 512)
    return (
        len(boot) == 512
        and boot[3:11] == MARK
        and 9 <= boot[108] <= 12
        and boot[108] + boot[109] <= MAX_CLUSTER_POWER
    )


def files(disk: Disk) -> Iterator[FoundFile]:
    """Files of all folders. Raises ParseError while reading, at too many of them."""
    found = _volume(disk)
    visits = Visits()
    root = Entry("", True, False, found.root_cluster, 0, volume.MAX_FOLDER_BYTES)  # noqa: FBT003  fields
    waiting = [(root, "", 0)]
    while waiting:
        folder, path, depth = waiting.pop()
        if not visits.is_new(folder.cluster, depth):
            continue
        for entry in _entries(visits.paid(_folder(found, folder))):
            if entry.is_folder:
                waiting.append((entry, f"{path}{entry.name}/", depth + 1))
            else:
                chunks = _content(found, entry)
                yield FoundFile(path + entry.name, entry.size, chunks, entry.cluster)


def _volume(disk: Disk) -> Volume:
    boot = disk.read(0, 512)
    table, _, heap, clusters, root = struct.unpack_from("<5I", boot, 80)
    sector = 1 << boot[108]
    return Volume(
        disk, table * sector, heap * sector, sector << boot[109], min(clusters, 0xFFFFFFF5), root
    )


def _folder(found: Volume, folder: Entry) -> bytes:
    size = min(folder.size, volume.MAX_FOLDER_BYTES)
    return b"".join(_chunks(found, folder, size))


def _content(found: Volume, entry: Entry) -> Iterator[bytes]:
    """Bytes that were written, then zeros."""
    written = min(entry.written, entry.size)
    yield from _chunks(found, entry, written)
    yield from volume.pieces(found.disk, [(-1, entry.size - written)])


def _chunks(found: Volume, entry: Entry, size: int) -> Iterator[bytes]:
    cluster = entry.cluster
    for _ in range(MAX_CHAIN):
        if size <= 0 or not 2 <= cluster < found.clusters + 2:
            return
        at = found.data_at + (cluster - 2) * found.cluster_bytes
        room = min(found.cluster_bytes, size)
        for chunk in volume.pieces(found.disk, [(at, room)]):
            yield chunk
            size -= len(chunk)
            room -= len(chunk)
        if room:
            return
        cluster = cluster + 1 if entry.is_in_row else _next(found, cluster)


def _next(found: Volume, cluster: int) -> int:
    raw = found.disk.read(found.table_at + cluster * 4, 4)
    return int.from_bytes(raw, "little")


def _entries(raw: bytes) -> Iterator[Entry]:
    at = 0
    while at + ENTRY_BYTES <= len(raw) and raw[at]:
        count = raw[at + 1] if raw[at] == FILE else 0
        entry = _entry(raw[at : at + (count + 1) * ENTRY_BYTES]) if count else None
        if entry is not None:
            yield entry
        at += (count + 1) * ENTRY_BYTES if entry is not None else ENTRY_BYTES


def _entry(raw: bytes) -> Entry | None:
    """The file of these entries; None if they do not belong together."""
    stream, names = raw[32:64], raw[64:]
    if len(stream) < ENTRY_BYTES or stream[0] != STREAM:
        return None
    parts = [names[at + 2 : at + 32] for at in range(0, len(names), 32) if names[at] == NAME]
    written, cluster, size = struct.unpack_from("<Q4xIQ", stream, 8)
    return Entry(
        name=b"".join(parts).decode("utf-16-le", "replace")[: stream[3]],
        is_folder=bool(raw[4] & FOLDER),
        is_in_row=bool(stream[1] & NO_CHAIN),
        cluster=cluster,
        written=written,
        size=size,
    )
