"""Read a disc image: ISO 9660 with Joliet names, and UDF.

Windows mounts such an image on a double-click and shows one of its trees; another may name other
files. Files of all trees are taken, each once, with the name that Windows prefers.

Layout of a volume descriptor, one a sector of 2,048 bytes from sector 16 (little-endian)::

    offset  size  field
    0       1     type: 1 primary, 2 supplementary, 255 the end
    1       5     CD001
    88      3     supplementary: %/@, %/C or %/E if names are UCS-2 (Joliet)
    156     34    record of the root folder

Layout of a folder record::

    offset  size  field
    0       1     size of the record, 0: go on in the next sector
    2       4     sector of the content
    10      4     size of the content
    25      1     flags: 2 folder, 80h goes on in the next record
    32      1     size of the name, which follows

Source: ECMA-119; Microsoft, "Joliet Specification"
"""
# ruff: noqa: PLR2004 - offsets and sizes are those of the layout tables above

import re
from collections.abc import Iterator, Sequence
from typing import Final

import msgspec

from kakekomi.facts.errors import ParseError
from kakekomi.mail import udf, volume, zip_name
from kakekomi.mail.archive import Archive, Limits, Shelf
from kakekomi.mail.volume import Disk, FoundFile, Visits

SECTOR_BYTES: Final = 2_048
FIRST_SECTOR: Final = 16
ROOT_END: Final = 190
"""Of the record of the root folder in a descriptor; a file may be cut before."""
MAX_DESCRIPTORS: Final = 32
"""Volume descriptors looked at; discs have three or four."""
JOLIET: Final = (b"%/@", b"%/C", b"%/E")
VERSION: Final = re.compile(r"\.?;\d{1,5}\Z")
"""Takes the end of ``A.TXT;1`` and ``A.;1``; refuses ``A.TXT``."""
WHERE: Final = "ISO 9660"


class Record(msgspec.Struct, frozen=True):
    """A file or folder in a folder."""

    name: str
    at: int
    size: int
    is_folder: bool
    goes_on: bool


def read(data: bytes, passwords: Sequence[str], limits: Limits) -> Archive:
    """Read the files of the image; there is no encryption. Raises ParseError if it is none."""
    del passwords
    return read_disk(volume.of_bytes(data), Shelf(limits))


def read_disk(disk: Disk, shelf: Shelf) -> Archive:
    """Read the files of a disk that holds such a file system. Raises ParseError if it does not."""
    roots = _roots(disk)
    is_udf = udf.is_udf(disk)
    if not roots and not is_udf:
        raise ParseError("no disc image", where=WHERE)
    trees = [_tree(disk, root, is_joliet=is_joliet) for root, is_joliet in roots]
    if is_udf:
        trees.append(udf.files(disk))
    seen: set[tuple[int, int]] = set()
    for tree in trees:
        volume.put_files(_unseen(tree, seen), shelf)
    return shelf.archive()


def _unseen(tree: Iterator[FoundFile], seen: set[tuple[int, int]]) -> Iterator[FoundFile]:
    own = set()
    for file in tree:
        place = (file.place, file.size)
        if file.size == 0 and seen:
            continue
        if place not in seen:
            own.add(place)
            yield file
    seen |= own
    if not seen:
        seen.add((-1, -1))


def _roots(disk: Disk) -> list[tuple[Record, bool]]:
    """Root folders, Joliet's first."""
    found: list[tuple[Record, bool]] = []
    for sector in range(FIRST_SECTOR, FIRST_SECTOR + MAX_DESCRIPTORS):
        raw = disk.read(sector * SECTOR_BYTES, SECTOR_BYTES)
        if len(raw) < ROOT_END:
            break
        if raw[1:6] != b"CD001":
            if raw[1:6] not in {b"BEA01", b"NSR02", b"NSR03", b"TEA01"}:
                break
            continue
        is_joliet = raw[0] == 2 and raw[88:91] in JOLIET
        if raw[0] == 1 or is_joliet:
            root = _record(raw[156:ROOT_END], is_joliet=is_joliet)
            found.insert(0 if is_joliet else len(found), (root, is_joliet))
    return found


def _record(raw: bytes, *, is_joliet: bool) -> Record:
    name = raw[33 : 33 + raw[32]]
    text = name.decode("utf-16-be", "replace") if is_joliet else zip_name.decode(name)
    return Record(
        VERSION.sub("", text),
        int.from_bytes(raw[2:6], "little") * SECTOR_BYTES,
        int.from_bytes(raw[10:14], "little"),
        bool(raw[25] & 2),
        bool(raw[25] & 0x80),
    )


def _records(raw: bytes, *, is_joliet: bool) -> Iterator[Record]:
    at = 0
    while at + 34 <= len(raw):
        size = raw[at]
        if size < 34:
            at = (at // SECTOR_BYTES + 1) * SECTOR_BYTES
            continue
        is_self_or_parent = raw[at + 32] == 1 and raw[at + 33] < 2
        if not is_self_or_parent:
            yield _record(raw[at : at + size], is_joliet=is_joliet)
        at += size


def _tree(disk: Disk, root: Record, *, is_joliet: bool) -> Iterator[FoundFile]:
    visits = Visits()
    waiting = [(root, "", 0)]
    while waiting:
        folder, path, depth = waiting.pop()
        if not visits.is_new(folder.at, depth):
            continue
        extents: list[tuple[int, int]] = []
        raw = visits.paid(disk.read(folder.at, min(folder.size, volume.MAX_FOLDER_BYTES)))
        for record in _records(raw, is_joliet=is_joliet):
            if record.is_folder:
                waiting.append((record, f"{path}{record.name}/", depth + 1))
                continue
            extents.append((record.at, record.size))
            if not record.goes_on or len(extents) >= volume.MAX_EXTENTS:
                yield _file(disk, path + record.name, extents)
                extents = []


def _file(disk: Disk, name: str, extents: list[tuple[int, int]]) -> FoundFile:
    size = sum(size for _, size in extents)
    return FoundFile(name, size, volume.pieces(disk, extents), extents[0][0])
