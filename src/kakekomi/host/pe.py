"""Tell a Windows program by its first bytes, whatever its name says.

Layout (little-endian)::

    offset  size  field
    0       2     "MZ"
    60      4     offset of the next header
    +0      4     "PE", 0, 0
    +4      2     machine
    +22     2     characteristics; 0x2000: a DLL
    +24     2     0x10B: 32-bit, directories from +120 on; 0x20B: 64-bit, from +136 on
    dir -4  4     number of directories
    dir +36 4     size of the certificate table, the fifth directory

Emotet's DLLs carry any extension, and padding to 500 MB changes nothing here.

Source: Microsoft PE Format, sections "MS-DOS Stub" and "COFF File Header"
"""

import struct
from dataclasses import dataclass
from typing import Final

HEAD_BYTES: Final = 4096
"""What has to be read of a file; linkers put the header within a page."""

MIN_BYTES: Final = 64 + 24
"""The two headers that tell a program; a shorter file is none and need not be opened."""

_MACHINES: Final = {0x014C: "i386", 0x8664: "amd64", 0xAA64: "arm64"}
_IS_DLL: Final = 0x2000
_COFF_BYTES: Final = 24
_DIRECTORIES: Final = {0x010B: 96, 0x020B: 112}
_CERTIFICATES: Final = 4 * 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Pe:
    """What the header says."""

    is_dll: bool
    machine: str | None
    """None for a machine that Windows PCs do not have."""
    has_signature: bool | None = None
    """It carries one, good or bad; None if the header breaks off before."""


def parse_head(head: bytes) -> Pe | None:
    """Facts from the first bytes of a file; None if it is no Windows program."""
    if len(head) < 64 or head[:2] != b"MZ":  # noqa: PLR2004  the first header
        return None
    (offset,) = struct.unpack_from("<I", head, 60)
    if offset + _COFF_BYTES > len(head) or head[offset : offset + 4] != b"PE\0\0":
        return None
    (machine,) = struct.unpack_from("<H", head, offset + 4)
    (characteristics,) = struct.unpack_from("<H", head, offset + 22)
    return Pe(
        is_dll=bool(characteristics & _IS_DLL),
        machine=_MACHINES.get(machine),
        has_signature=_has_signature(head, offset + _COFF_BYTES),
    )


def _has_signature(head: bytes, optional: int) -> bool | None:
    (magic,) = struct.unpack_from("<H", head.ljust(optional + 2, b"\0"), optional)
    directories = optional + _DIRECTORIES.get(magic, 0)
    if directories == optional or directories + _CERTIFICATES + 8 > len(head):
        return None
    (count,) = struct.unpack_from("<I", head, directories - 4)
    _, size = struct.unpack_from("<II", head, directories + _CERTIFICATES)
    return bool(count * 8 > _CERTIFICATES and size > 0)
