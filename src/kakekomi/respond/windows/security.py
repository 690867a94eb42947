"""Owner and access list of a file, as SDDL: a text that Windows gives and takes back.

Source: https://learn.microsoft.com/windows/win32/api/sddl/
"""

import ctypes
from ctypes import wintypes
from typing import Final

from kakekomi.host.windows.api import failure, last_error, library
from kakekomi.respond.windows.opened import long_path

_OWNER_AND_GROUP: Final = 0x1 | 0x2
_ACCESS: Final = 0x4
_REVISION: Final = 1
_MAX_BYTES: Final = 65_536
"""An access list holds no more."""


def read(path: str) -> str:
    """SDDL; empty if it may not be read."""
    rights = library("advapi32")
    buffer, needed = ctypes.create_string_buffer(_MAX_BYTES), wintypes.DWORD()
    wanted = _OWNER_AND_GROUP | _ACCESS
    if not rights.GetFileSecurityW(
        long_path(path), wanted, buffer, len(buffer), ctypes.byref(needed)
    ):
        return ""
    text = wintypes.LPWSTR()
    if not rights.ConvertSecurityDescriptorToStringSecurityDescriptorW(
        buffer, _REVISION, wanted, ctypes.byref(text), None
    ):
        return ""
    try:
        return text.value or ""
    finally:
        library("kernel32").LocalFree(text)


def write(path: str, sddl: str) -> None:
    """Give both back; owner and group only if our rights reach. Raises: UnavailableError."""
    if not sddl:
        return
    rights, found = library("advapi32"), ctypes.c_void_p()
    if not rights.ConvertStringSecurityDescriptorToSecurityDescriptorW(
        sddl, _REVISION, ctypes.byref(found), None
    ):
        raise failure(f"{path}: its access list")
    try:
        if not rights.SetFileSecurityW(long_path(path), _ACCESS, found):
            raise failure(f"{path}: its access list", last_error())
        rights.SetFileSecurityW(long_path(path), _OWNER_AND_GROUP, found)
    finally:
        library("kernel32").LocalFree(found)
