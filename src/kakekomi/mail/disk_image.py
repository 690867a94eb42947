"""Read a disk image (.img, .vhd, .vhdx): the files of the file systems on it.

Windows mounts a VHD on a double-click, and what lies in it bears no mark of the web. Read are FAT,
exFAT and NTFS, and disc images, in a partition (MBR or GPT) or without one.

Source: UEFI 2.10 section 5.3 for GPT; the MBR only by custom
"""
# ruff: noqa: PLR2004 - offsets and sizes are those of the formats

import struct
from collections.abc import Iterator, Sequence
from typing import Final

from kakekomi.facts.errors import ParseError, UnsupportedError
from kakekomi.mail import exfat, fat, iso, ntfs, vhd, vhdx, volume
from kakekomi.mail.archive import Archive, Limits, Shelf
from kakekomi.mail.volume import Disk
from kakekomi.mail.zip_member import Problem

SECTOR_BYTES: Final = 512
GPT: Final = 0xEE
MAX_PARTITIONS: Final = 16
"""Of one disk; an image in a mail has one or two."""
RESERVED: Final = bytes.fromhex("16e3c9e35c0bb84d817df92df00215ae")
"""Type of the partition that Windows reserves on each GPT disk; it holds no files."""
WHERE: Final = "disk image"


def read(data: bytes, passwords: Sequence[str], limits: Limits) -> Archive:
    """Read the files of the image; there is no encryption. Raises ParseError if it is none."""
    del passwords
    shelf = Shelf(limits)
    try:
        disk = _disk(data)
    except UnsupportedError as error:
        shelf.note(Problem.UNSUPPORTED, str(error))
        return shelf.archive()
    found = [disk] if _is_known(disk) else list(_partitions(disk))
    if not found:
        raise ParseError("no file system", where=WHERE)
    for part in found:
        _take(part, shelf)
    return shelf.archive()


def _disk(data: bytes) -> Disk:
    if data.startswith(vhdx.SIGNATURE):
        return vhdx.disk(data)
    if vhd.is_vhd(data):
        return vhd.disk(data)
    return volume.of_bytes(data)


def _is_known(disk: Disk) -> bool:
    return fat.is_fat(disk) or ntfs.is_ntfs(disk) or exfat.is_exfat(disk) or _is_disc(disk)


def _is_disc(disk: Disk) -> bool:
    return disk.read(0x8001, 5) in {b"CD001", b"BEA01"}


def _take(part: Disk, shelf: Shelf) -> None:
    if fat.is_fat(part):
        volume.put_files(fat.files(part), shelf)
    elif ntfs.is_ntfs(part):
        volume.put_files(ntfs.files(part), shelf)
    elif exfat.is_exfat(part):
        volume.put_files(exfat.files(part), shelf)
    elif _is_disc(part):
        iso.read_disk(part, shelf)
    else:
        shelf.note(Problem.UNSUPPORTED, "file system")


def _partitions(disk: Disk) -> Iterator[Disk]:
    """Partitions with content, in the order of the table."""
    table = disk.read(0, SECTOR_BYTES)
    if table[510:512] != b"\x55\xaa":
        return
    for index in range(4):
        kind = table[450 + 16 * index]
        start, count = struct.unpack_from("<II", table, 454 + 16 * index)
        if kind == GPT:
            yield from _gpt(disk)
            return
        if kind and count:
            yield disk.part(start * SECTOR_BYTES, count * SECTOR_BYTES)


def _gpt(disk: Disk) -> Iterator[Disk]:
    header = disk.read(SECTOR_BYTES, 92)
    if not header.startswith(b"EFI PART") or len(header) < 92:
        raise ParseError("no partition table", where=WHERE)
    at, count, size = struct.unpack_from("<QII", header, 72)
    for index in range(min(count, MAX_PARTITIONS)):
        entry = disk.read(at * SECTOR_BYTES + index * size, 48)
        if len(entry) < 48 or not entry[:16].strip(b"\0"):
            continue
        if entry[:16] == RESERVED:
            continue
        first, last = struct.unpack_from("<QQ", entry, 32)
        yield disk.part(first * SECTOR_BYTES, (last - first + 1) * SECTOR_BYTES)
