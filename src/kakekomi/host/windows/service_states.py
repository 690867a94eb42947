"""Which services and drivers run now.

Source: https://learn.microsoft.com/windows/win32/api/winsvc/nf-winsvc-enumservicesstatusexw
"""

import ctypes
from collections.abc import Mapping
from ctypes import wintypes
from typing import Final

from kakekomi.host.windows.api import MORE_DATA, failure, last_error, library

MAX_LIST_BYTES: Final = 16 * 1024 * 1024
"""A thousand services need 200 kB."""

_ENUMERATE: Final = 0x4
_SERVICES_AND_DRIVERS: Final = 0x3B
_ALL_STATES: Final = 3
_STATES: Final = (
    None,
    "STOPPED",
    "START_PENDING",
    "STOP_PENDING",
    "RUNNING",
    "CONTINUE_PENDING",
    "PAUSE_PENDING",
    "PAUSED",
)
"""By the number that Windows gives."""


class _Status(ctypes.Structure):
    """ENUM_SERVICE_STATUS_PROCESSW."""

    _fields_ = (
        ("name", wintypes.LPWSTR),
        ("display_name", wintypes.LPWSTR),
        ("type", wintypes.DWORD),
        ("state", wintypes.DWORD),
        ("rest", wintypes.DWORD * 7),
    )


def service_states() -> Mapping[str, str]:
    """RUNNING, STOPPED … by name in lower case.

    Raises: NotPermittedError, UnavailableError, UnsupportedError.
    """
    services = library("advapi32")
    services.OpenSCManagerW.restype = wintypes.HANDLE
    manager = services.OpenSCManagerW(None, None, _ENUMERATE)
    if not manager:
        raise failure("the list of services")
    try:
        return _listed(wintypes.HANDLE(manager))
    finally:
        services.CloseServiceHandle(wintypes.HANDLE(manager))


def _listed(manager: wintypes.HANDLE) -> Mapping[str, str]:
    size = 256 * 1024
    while size <= MAX_LIST_BYTES:
        buffer = ctypes.create_string_buffer(size)
        needed, count = wintypes.DWORD(), wintypes.DWORD()
        is_done = library("advapi32").EnumServicesStatusExW(
            manager,
            0,
            _SERVICES_AND_DRIVERS,
            _ALL_STATES,
            buffer,
            size,
            ctypes.byref(needed),
            ctypes.byref(count),
            None,
            None,
        )
        if is_done:
            return _states(buffer, count.value)
        if last_error() != MORE_DATA:
            raise failure("the list of services")
        size += needed.value
    raise failure("the list of services", MORE_DATA)


def _states(buffer: "ctypes.Array[ctypes.c_char]", count: int) -> Mapping[str, str]:
    found = (_Status * count).from_buffer(buffer)
    return {
        one.name.casefold(): state
        for one in found
        if one.name and one.state < len(_STATES) and (state := _STATES[one.state])
    }
