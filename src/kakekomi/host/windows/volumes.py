"""Drives of this PC: letter, serial number, file system, sizes. Only fixed disks are looked at.

A drive of the network or a USB stick belongs to somebody else's check, and asking an unreachable
one can take a minute.

Source: https://learn.microsoft.com/windows/win32/api/fileapi/
"""

import ctypes
from collections.abc import Iterator
from ctypes import wintypes
from typing import Final

from kakekomi.facts.pc_tables import LogicalDrives
from kakekomi.host.windows.api import library

_FIXED: Final = 3
_LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_NAME_CHARS: Final = 261
"""MAX_PATH and the ending NUL, as the function asks for."""


def fixed_drives() -> Iterator[LogicalDrives]:
    """One row for each. Raises: UnsupportedError."""
    kernel = library("kernel32")
    present = kernel.GetLogicalDrives()
    for bit, letter in enumerate(_LETTERS):
        if present >> bit & 1 and kernel.GetDriveTypeW(f"{letter}:\\") == _FIXED:
            yield _drive(f"{letter}:")


def _drive(device: str) -> LogicalDrives:
    kernel = library("kernel32")
    serial = wintypes.DWORD()
    file_system = ctypes.create_unicode_buffer(_NAME_CHARS)
    is_known = kernel.GetVolumeInformationW(
        f"{device}\\", None, 0, ctypes.byref(serial), None, None, file_system, _NAME_CHARS
    )
    size, free = ctypes.c_uint64(), ctypes.c_uint64()
    has_size = kernel.GetDiskFreeSpaceExW(
        f"{device}\\", None, ctypes.byref(size), ctypes.byref(free)
    )
    return LogicalDrives(
        device_id=device,
        serial_hex=f"{serial.value:08X}" if is_known else None,
        file_system=(file_system.value or None) if is_known else None,
        size=size.value if has_size else None,
        free_space=free.value if has_size else None,
    )
