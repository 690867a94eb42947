"""Read the file-system path out of a list of shell items (what Explorer calls a PIDL).

A shortcut names its target this way first of all, so a link without any other path still says
which program it starts. Items of virtual folders (desktop, control panel, …) spell no path.

Layout (little-endian)::

    offset  size  field
    0       2     size of the item, itself included; 0 ends the list
    2       1     kind: 0x2_ drive, 0x3_ file or folder (bit 0x04: short name in UTF-16)
    3       -     drive: its name, ANSI, up to NUL
    14      -     file or folder: short name up to NUL, then extension blocks
    -       -     extension block: u16 size, u16 version, u32 0xBEEF0004, dates, long name UTF-16

Source: [MS-SHLLINK] section 2.2; what stands inside an item is published only by observation
(libfwsi, "Windows Shell Item format").
"""
# ruff: noqa: PLR2004 - offsets and sizes are those of the layout table above

from collections.abc import Iterator
from typing import Final

MAX_SHELL_ITEMS: Final = 128
"""Windows paths have at most 260 characters, so fewer folders than this."""

_FILE_NAME_EXTENSION: Final = b"\x04\x00\xef\xbe"
_GUID_ITEM: Final = 0x2E
"""A known folder by its guid, in the family of the drives."""
_LONG_NAME_AT: Final = ((9, 46), (8, 42), (7, 38), (3, 20))
"""Lowest version of the extension block, offset of the long name in it."""


def path(id_list: bytes) -> str:
    """Join the names to the path they spell; empty if they are something else."""
    names = [name for name in map(_item_name, _items(id_list)) if name]
    if not names:
        return ""
    return "\\".join(name.rstrip("\\") for name in names)


def _items(id_list: bytes) -> Iterator[bytes]:
    at = 0
    for _ in range(MAX_SHELL_ITEMS):
        if at + 3 > len(id_list):
            return
        size = _u16(id_list, at)
        if size < 3:
            return
        yield id_list[at : at + size]
        at += size


def _item_name(item: bytes) -> str:
    """Name of a drive (type 0x2_) or of a folder or file (type 0x3_); empty for other items."""
    family = item[2] & 0x70
    if family == 0x20 and len(item) > 4 and item[2] != _GUID_ITEM:
        return ansi_to_nul(item, 3)
    if family != 0x30 or len(item) < 15:
        return ""
    return _long_name(item) or (wide_to_nul(item, 14) if item[2] & 4 else ansi_to_nul(item, 14))


def _long_name(item: bytes) -> str:
    """Unicode name from the file entry's extension block (signature 0xBEEF0004)."""
    mark = item.find(_FILE_NAME_EXTENSION)
    if mark < 4:
        return ""
    version = _u16(item, mark - 2)
    for lowest, offset in _LONG_NAME_AT:
        if version >= lowest:
            return wide_to_nul(item, mark - 4 + offset)
    return ""


def ansi_to_nul(data: bytes, start: int) -> str:
    """Read ANSI text from ``start`` up to NUL; empty if ``start`` is outside."""
    if not 0 < start < len(data):
        return ""
    end = data.find(b"\0", start)
    return ansi(data[start : end if end >= 0 else len(data)])


def ansi(raw: bytes) -> str:
    """Decode text in the ANSI code page of the maker, which no field names: cp932, else cp1252."""
    try:
        return raw.decode("cp932")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")


def wide_to_nul(data: bytes, start: int) -> str:
    """Read UTF-16LE text from ``start`` up to NUL; empty if ``start`` is outside."""
    if not 0 < start < len(data):
        return ""
    return data[start : start + 65_536].decode("utf-16-le", "replace").partition("\0")[0]


def _u16(data: bytes, at: int) -> int:
    return int.from_bytes(data[at : at + 2], "little")
