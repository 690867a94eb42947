"""Memory of a running program: its regions, and their bytes. Nothing is written to it.

``VirtualQueryEx`` fills MEMORY_BASIC_INFORMATION, in a 64-bit program::

    +0   base address, u64        +24  region's size, u64       +36  protection now, u32
    +8   allocation's base, u64   +32  state, u32               +40  kind, u32
    +16  its first protection, u32 and padding

Source: https://learn.microsoft.com/windows/win32/api/memoryapi/nf-memoryapi-virtualqueryex
"""

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from ctypes import wintypes
from typing import Final

from kakekomi.host.machine import Region
from kakekomi.host.windows.api import failure, handle, library

_QUERY_AND_READ: Final = 0x400 | 0x10


class _Information(ctypes.Structure):
    """MEMORY_BASIC_INFORMATION; its alignment follows the width of a pointer."""

    _fields_ = (
        ("base", ctypes.c_size_t),
        ("allocation", ctypes.c_size_t),
        ("first_protection", wintypes.DWORD),
        ("size", ctypes.c_size_t),
        ("state", wintypes.DWORD),
        ("protection", wintypes.DWORD),
        ("kind", wintypes.DWORD),
    )


class LiveMemory:
    """The memory of one opened process."""

    __slots__ = ("_process",)

    def __init__(self, process: wintypes.HANDLE) -> None:
        self._process = process

    def regions(self) -> Iterator[Region]:
        """From the lowest address on, until Windows names no more."""
        query = library("kernel32").VirtualQueryEx
        query.restype = ctypes.c_size_t
        found = _Information()
        width = ctypes.c_size_t(ctypes.sizeof(found))
        address = 0
        while query(self._process, ctypes.c_void_p(address), ctypes.byref(found), width):
            yield Region(
                start=found.base,
                size=found.size,
                state=found.state,
                kind=found.kind,
                protection=found.protection,
            )
            if found.base + found.size <= address:
                return
            address = found.base + found.size

    def read(self, start: int, size: int) -> bytes | None:
        """The bytes; None if they cannot be read, as when the program just gave them back."""
        buffer = ctypes.create_string_buffer(size)
        count = ctypes.c_size_t()
        is_read = library("kernel32").ReadProcessMemory(
            self._process,
            ctypes.c_void_p(start),
            buffer,
            ctypes.c_size_t(size),
            ctypes.byref(count),
        )
        return buffer.raw[: count.value] if is_read else None


@contextmanager
def opened(pid: int) -> Iterator[LiveMemory]:
    """To read only. Raises: NotPermittedError, UnavailableError, UnsupportedError."""
    kernel = library("kernel32")
    kernel.OpenProcess.restype = wintypes.HANDLE
    value = kernel.OpenProcess(_QUERY_AND_READ, 0, pid)
    if not value:
        raise failure(f"memory of process {pid}")
    with handle(value) as process:
        yield LiveMemory(process)
