"""Services: how they start, and stopping them.

Source: https://learn.microsoft.com/windows/win32/api/winsvc/
"""

import ctypes
import time
from collections.abc import Iterator
from contextlib import contextmanager
from ctypes import wintypes
from typing import Final

from kakekomi.facts.errors import UnavailableError
from kakekomi.host.windows.api import Library, failure, last_error, library
from kakekomi.respond.controls import ServiceLook

STOP_LIMIT_S: Final = 30
"""Windows itself gives a service twenty seconds when it shuts down."""
_STEP_S: Final = 0.1
_CONNECT: Final = 0x1
_LOOK: Final = 0x1 | 0x4
_CHANGE: Final = 0x2
_STOP: Final = 0x20 | 0x4
_NO_CHANGE: Final = 0xFFFF_FFFF
_CONTROL_STOP: Final = 1
_STOPPED: Final = 1
_NO_SUCH_SERVICE: Final = 1060
_NOT_ACTIVE: Final = 1062
_CONFIGURATION_BYTES: Final = 8192
"""As QueryServiceConfig says at most."""


class _Configuration(ctypes.Structure):
    """The beginning of QUERY_SERVICE_CONFIGW."""

    _fields_ = (("type", wintypes.DWORD), ("start", wintypes.DWORD))


class _Status(ctypes.Structure):
    """SERVICE_STATUS."""

    _fields_ = (("type", wintypes.DWORD), ("state", wintypes.DWORD), ("rest", wintypes.DWORD * 5))


class WindowsServices:
    """The service control."""

    def look(self, name: str) -> ServiceLook | None:
        """None if there is no such service."""
        with _service(name, _LOOK) as service:
            if service is None:
                return None
            buffer = ctypes.create_string_buffer(_CONFIGURATION_BYTES)
            needed = wintypes.DWORD()
            if not _advapi().QueryServiceConfigW(
                service, buffer, len(buffer), ctypes.byref(needed)
            ):
                raise failure(name)
            start = _Configuration.from_buffer(buffer).start
            return ServiceLook(start=start, is_running=_state(service, name) != _STOPPED)

    def set_start(self, name: str, start: int) -> None:
        """How it starts."""
        with _service(name, _CHANGE) as service:
            nothing = (None,) * 7
            if service is None or not _advapi().ChangeServiceConfigW(
                service,
                wintypes.DWORD(_NO_CHANGE),
                wintypes.DWORD(start),
                wintypes.DWORD(_NO_CHANGE),
                *nothing,
            ):
                raise failure(name)

    def stop(self, name: str) -> None:
        """Stop it and wait. Raises: UnavailableError if it does not."""
        with _service(name, _STOP) as service:
            if service is None:
                return
            status = _Status()
            if not _advapi().ControlService(service, _CONTROL_STOP, ctypes.byref(status)):
                code = last_error()
                if code != _NOT_ACTIVE:
                    raise failure(name, code)
            for _ in range(int(STOP_LIMIT_S / _STEP_S)):
                if _state(service, name) == _STOPPED:
                    return
                time.sleep(_STEP_S)
        raise UnavailableError(f"{name}: it does not stop; restart the PC, then apply again")


def _advapi() -> Library:
    found = library("advapi32")
    found.OpenSCManagerW.restype = found.OpenServiceW.restype = wintypes.HANDLE
    return found


@contextmanager
def _service(name: str, access: int) -> Iterator[wintypes.HANDLE | None]:
    services = _advapi()
    manager = services.OpenSCManagerW(None, None, _CONNECT)
    if not manager:
        raise failure("the list of services")
    try:
        found = services.OpenServiceW(wintypes.HANDLE(manager), name, access)
        if not found and last_error() != _NO_SUCH_SERVICE:
            raise failure(name)
        try:
            yield wintypes.HANDLE(found) if found else None
        finally:
            if found:
                services.CloseServiceHandle(wintypes.HANDLE(found))
    finally:
        services.CloseServiceHandle(wintypes.HANDLE(manager))


def _state(service: wintypes.HANDLE, name: str) -> int:
    status = _Status()
    if not _advapi().QueryServiceStatus(service, ctypes.byref(status)):
        raise failure(name)
    return int(status.state)
