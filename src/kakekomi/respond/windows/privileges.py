"""Rights that an administrator has but that are asleep until they are asked for.

- ``SeDebugPrivilege``: end programs of other accounts;
- ``SeBackupPrivilege``, ``SeRestorePrivilege``: read, move and put back files whose access list
  shuts administrators out, with their owner.

A user without them gets none, which shows where a call is refused.

Source: https://learn.microsoft.com/windows/win32/api/securitybaseapi/nf-securitybaseapi-adjusttokenprivileges
"""

import ctypes
from ctypes import wintypes
from functools import cache
from typing import Final

from kakekomi.host.windows.api import handle, library

WANTED: Final = ("SeDebugPrivilege", "SeBackupPrivilege", "SeRestorePrivilege")
_ADJUST: Final = 0x20 | 0x8
_ENABLED: Final = 0x2
_TOKEN_PRIVILEGES: Final = 3
_MAX_PRIVILEGES: Final = 64
"""Windows knows some forty."""


class _Privilege(ctypes.Structure):
    """TOKEN_PRIVILEGES with one privilege."""

    _pack_ = 4
    _fields_ = (
        ("count", wintypes.DWORD),
        ("luid_low", wintypes.DWORD),
        ("luid_high", wintypes.LONG),
        ("attributes", wintypes.DWORD),
    )


@cache
def wake() -> tuple[str, ...]:
    """Wake all of them once; the names of those that this user has."""
    kernel, rights = library("kernel32"), library("advapi32")
    kernel.GetCurrentProcess.restype = wintypes.HANDLE
    token = wintypes.HANDLE()
    process = wintypes.HANDLE(kernel.GetCurrentProcess())
    if not rights.OpenProcessToken(process, _ADJUST, ctypes.byref(token)):
        return ()
    with handle(token.value) as opened:
        return tuple(name for name in WANTED if _wake(opened, name))


def _wake(token: wintypes.HANDLE, name: str) -> bool:
    """Windows says "done" also if the user has no such right, so it is looked for afterwards."""
    rights, luid = library("advapi32"), wintypes.LARGE_INTEGER()
    if not rights.LookupPrivilegeValueW(None, name, ctypes.byref(luid)):
        return False
    wanted = _Privilege(
        count=1,
        luid_low=luid.value & 0xFFFF_FFFF,
        luid_high=luid.value >> 32,
        attributes=_ENABLED,
    )
    is_done = rights.AdjustTokenPrivileges(token, 0, ctypes.byref(wanted), 0, None, None)
    return bool(is_done) and _has(token, luid.value)


def _has(token: wintypes.HANDLE, luid: int) -> bool:
    """Whether the token has the privilege awake now."""
    size = wintypes.DWORD()
    buffer = ctypes.create_string_buffer(4096)
    if not library("advapi32").GetTokenInformation(
        token, _TOKEN_PRIVILEGES, buffer, len(buffer), ctypes.byref(size)
    ):
        return False
    count = int.from_bytes(buffer.raw[:4], "little")
    entries = (buffer.raw[4 + 12 * i : 16 + 12 * i] for i in range(min(count, _MAX_PRIVILEGES)))
    return any(
        int.from_bytes(entry[:8], "little", signed=True) == luid
        and int.from_bytes(entry[8:], "little") & _ENABLED
        for entry in entries
    )
