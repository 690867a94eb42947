"""Make disk images for drills and tests: FAT and NTFS, bare, in a partition, as VHD or VHDX.

Harmless by itself: what is in the files is the caller's. Only what a reader needs is written.

Source: Microsoft, "FAT: General Overview of On-Disk Format" 1.03; "Virtual Hard Disk Image Format
Specification" 1.0; [MS-VHDX]
"""

import struct
from collections.abc import Sequence
from typing import Final

from kakekomi.mail import vhdx

SECTOR: Final = 512
PARTITION_SECTOR: Final = 8
MEBIBYTE: Final = 1024 * 1024
RECORD_BYTES: Final = 1_024


def _short_sum(name: bytes) -> bytes:
    total = 0
    for byte in name:
        total = ((total & 1) << 7 | total >> 1) + byte & 0xFF
    return bytes([total])


SHORT_NAME: Final = b"SHORT   TXT"
_SHORT_SUM: Final = _short_sum(SHORT_NAME)
"""Ties the parts of a long name to the short one."""


def make_fat(members: Sequence[tuple[str, bytes]], *, folder: str = "") -> bytes:
    """FAT12 of one sector a cluster; with ``folder``, the files lie in that folder."""
    clusters: list[bytes] = []
    table = [0xFF8, 0xFFF]
    entries = b""
    for name, content in members:
        entries += _entry(name, 0x20, _placed(content, clusters, table), len(content))
    if folder:
        entries = _entry(folder, 0x10, _placed(entries, clusters, table), 0)
    raw_table = bytearray(9 * SECTOR)
    for index, value in enumerate(table):
        at = index * 3 // 2
        word = int.from_bytes(raw_table[at : at + 2], "little")
        word |= value << 4 if index & 1 else value
        raw_table[at : at + 2] = word.to_bytes(2, "little")
    boot = bytearray(SECTOR)
    total = 1 + 9 + 4 + len(clusters) + 16
    boot[:11] = b"\xeb\x3c\x90MSDOS5.0"
    boot[11:24] = struct.pack("<HBHBHHBH", SECTOR, 1, 1, 1, 64, total, 0xF8, 9)
    boot[54:62] = b"FAT12   "
    boot[510:] = b"\x55\xaa"
    body = b"".join(cluster.ljust(SECTOR, b"\0") for cluster in clusters)
    return (
        bytes(boot + raw_table)
        + entries.ljust(4 * SECTOR, b"\0")[: 4 * SECTOR]
        + body
        + bytes(16 * SECTOR)
    )


def _placed(content: bytes, clusters: list[bytes], table: list[int]) -> int:
    first = len(table)
    parts = [content[at : at + SECTOR] for at in range(0, max(len(content), 1), SECTOR)]
    clusters += parts
    table += [first + index + 1 for index in range(len(parts) - 1)] + [0xFFF]
    return first


def _entry(name: str, attributes: int, first: int, size: int) -> bytes:
    raw = (name + "\0").encode("utf-16-le")
    raw += b"\xff" * (-len(raw) % 26)
    out = b""
    for index in range(len(raw) // 26 - 1, -1, -1):
        part = raw[26 * index : 26 * index + 26]
        number = index + 1 | (0x40 if 26 * (index + 1) == len(raw) else 0)
        out += (
            bytes([number]) + part[:10] + b"\x0f\0" + _SHORT_SUM + part[10:22] + b"\0\0" + part[22:]
        )
    return out + struct.pack("<11sB8xH4xHI", SHORT_NAME, attributes, 0, first, size)


def make_ntfs(members: Sequence[tuple[str, bytes]], *, is_resident: bool = True) -> bytes:
    """NTFS of a file table with the members from record 24; contents in records or outside."""
    data_sector = 4 + 2 * (24 + len(members))
    records = [
        _record("$MFT", 5, _outside(4, 2 * (24 + len(members)), RECORD_BYTES * (24 + len(members))))
    ]
    records += [bytes(RECORD_BYTES)] * 23
    body = b""
    for name, content in members:
        sectors = (len(content) + SECTOR - 1) // SECTOR
        data = _inside(0x80, content)
        if not is_resident:
            data = _outside(data_sector + len(body) // SECTOR, sectors, len(content))
        body += b"" if is_resident else content.ljust(sectors * SECTOR, b"\0")
        records.append(_record(name, 5, data))
    boot = bytearray(4 * SECTOR)
    boot[:11] = b"\xeb\x52\x90NTFS    "
    boot[11:14] = struct.pack("<HB", SECTOR, 1)
    boot[48:56] = struct.pack("<Q", 4)
    boot[64] = 0xF6
    boot[510:512] = b"\x55\xaa"
    return bytes(boot) + b"".join(records) + body


def _inside(kind: int, content: bytes) -> bytes:
    size = 24 + len(content) + (-len(content) % 8)
    return (
        struct.pack("<IIBBHHHIHH", kind, size, 0, 0, 0, 0, 0, len(content), 24, 0) + content
    ).ljust(size, b"\0")


def _outside(cluster: int, count: int, size: int) -> bytes:
    runs = b"\x22" + struct.pack("<Hh", count, cluster) + b"\0"
    head = struct.pack(
        "<IIBBHHHQQHHIQQQ",
        0x80,
        72,
        1,
        0,
        0,
        0,
        0,
        0,
        count - 1,
        64,
        0,
        0,
        count * SECTOR,
        size,
        size,
    )
    return (head + runs).ljust(72, b"\0")


def _record(name: str, parent: int, data: bytes) -> bytes:
    text = name.encode("utf-16-le")
    named = struct.pack("<Q", parent).ljust(64, b"\0") + bytes([len(name), 1]) + text
    raw = bytearray(RECORD_BYTES)
    raw[:24] = struct.pack("<4sHHQHHHH", b"FILE", 48, 3, 0, 1, 1, 56, 1)
    content = _inside(0x30, named) + data + b"\xff\xff\xff\xff"
    raw[56 : 56 + len(content)] = content
    raw[50:54] = raw[510:512] + raw[1022:1024]
    raw[48:50] = raw[510:512] = raw[1022:1024] = b"\x07\x00"
    return bytes(raw)


def make_partitioned(volume: bytes, *, is_gpt: bool = False) -> bytes:
    """Disk with the volume in its one partition."""
    volume += bytes(-len(volume) % SECTOR)
    sectors = len(volume) // SECTOR
    out = bytearray(PARTITION_SECTOR * SECTOR)
    start = (1, 0xFFFFFFFF) if is_gpt else (PARTITION_SECTOR, sectors)
    out[446:462] = struct.pack("<B3xB3xII", 0, 0xEE if is_gpt else 7, *start)
    out[510:512] = b"\x55\xaa"
    if is_gpt:
        out[512:520] = b"EFI PART"
        out[584:600] = struct.pack("<QII", 2, 4, 128)
        last = PARTITION_SECTOR + sectors - 1
        out[1024:1072] = b"\x01" * 16 + bytes(16) + struct.pack("<QQ", PARTITION_SECTOR, last)
    return bytes(out) + volume


def make_vhd(disk: bytes, *, is_dynamic: bool = False) -> bytes:
    """VHD of fixed size, or with blocks of 64 KiB where the disk is not zero."""
    footer = struct.pack(
        ">8sIIQ", b"conectix", 2, 0x10000, 512 if is_dynamic else 0xFFFFFFFFFFFFFFFF
    )
    footer = footer.ljust(48, b"\0") + struct.pack(">QII", len(disk), 0, 3 if is_dynamic else 2)
    footer = footer.ljust(512, b"\0")
    if not is_dynamic:
        return disk + footer
    block = 65_536
    chunks = [disk[at : at + block] for at in range(0, len(disk), block)]
    header = struct.pack(
        ">8sQQIII", b"cxsparse", 0xFFFFFFFFFFFFFFFF, 1536, 0x10000, len(chunks), block
    )
    table, body, sector = b"", b"", 4
    for chunk in chunks:
        is_empty = not chunk.strip(b"\0")
        table += struct.pack(">I", 0xFFFFFFFF if is_empty else sector)
        if not is_empty:
            body += b"\xff" * 512 + chunk.ljust(block, b"\0")
            sector += 1 + block // 512
    return footer + header.ljust(1024, b"\0") + table.ljust(512, b"\xff") + body + footer


def make_vhdx(disk: bytes) -> bytes:
    """VHDX with blocks of 1 MiB."""
    blocks = (len(disk) + MEBIBYTE - 1) // MEBIBYTE
    regions = b"regi" + struct.pack("<III", 0, 2, 0)
    regions += vhdx.METADATA + struct.pack("<QII", MEBIBYTE, MEBIBYTE, 1)
    regions += vhdx.BLOCKS + struct.pack("<QII", 2 * MEBIBYTE, MEBIBYTE, 1)
    metadata = b"metadata" + struct.pack("<HH", 0, 3) + bytes(20)
    values = {
        vhdx.PARAMETERS: struct.pack("<II", MEBIBYTE, 0),
        vhdx.DISK_SIZE: struct.pack("<Q", len(disk)),
        vhdx.SECTOR_SIZE: struct.pack("<I", 512),
    }
    for index, (key, value) in enumerate(values.items()):
        metadata += key + struct.pack("<IIII", 65_536 + 8 * index, len(value), 0, 0)
    content = b"".join(value.ljust(8, b"\0") for value in values.values())
    table = b"".join(struct.pack("<Q", (3 + index) << 20 | 6) for index in range(blocks))
    out = b"vhdxfile".ljust(192 * 1024, b"\0") + regions
    out = out.ljust(MEBIBYTE, b"\0") + metadata.ljust(65_536, b"\0") + content
    return out.ljust(2 * MEBIBYTE, b"\0") + table.ljust(MEBIBYTE, b"\0") + disk
