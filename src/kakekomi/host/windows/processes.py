r"""Running programs: path, command line, parent, start.

The list comes from Toolhelp, the path from ``QueryFullProcessImageName``. The command line is asked
for directly (``ProcessCommandLineInformation``, Windows 8.1 and later) and, where that is refused
or not known, read out of the process (64-bit layout)::

    PEB                 +0x20  pointer to the parameters
    parameters          +0x70  UNICODE_STRING of the command line
    UNICODE_STRING      +0     bytes used, u16;  +8 pointer to the text

A 32-bit program on a 64-bit Windows has that block too, so ``SysWOW64\regsvr32.exe`` is read alike.
What is protected, or belongs to somebody else, is a gap by its name.

Source: https://learn.microsoft.com/windows/win32/api/tlhelp32/ and winternl.h
"""

import ctypes
import struct
from collections.abc import Iterator
from ctypes import wintypes
from typing import Final

from kakekomi.host.hive import filetime
from kakekomi.host.machine import Seen
from kakekomi.host.windows.api import MAX_PATH_CHARS, Library, failure, handle, library

MAX_PROCESSES: Final = 20_000
"""A terminal server has some thousands."""
MAX_COMMAND_BYTES: Final = 65_534
"""A UNICODE_STRING holds no more."""

_ALL_PROCESSES: Final = 0x2
_QUERY_LIMITED: Final = 0x1000
_QUERY_AND_READ: Final = 0x400 | 0x10
_BASIC_INFORMATION: Final = 0
_COMMAND_LINE_INFORMATION: Final = 60
_PEB_PARAMETERS: Final = 0x20
_PARAMETERS_COMMAND_LINE: Final = 0x70
_PEB_INDEX: Final = 1
"""Of the six pointer-wide fields of the basic information."""
_STRING_BYTES: Final = 16


class _Entry(ctypes.Structure):
    """PROCESSENTRY32W."""

    _fields_ = (
        ("size", wintypes.DWORD),
        ("usage", wintypes.DWORD),
        ("pid", wintypes.DWORD),
        ("heap", ctypes.c_void_p),
        ("module", wintypes.DWORD),
        ("threads", wintypes.DWORD),
        ("parent", wintypes.DWORD),
        ("priority", wintypes.LONG),
        ("flags", wintypes.DWORD),
        ("name", wintypes.WCHAR * 260),
    )


def running() -> Iterator[Seen]:
    """All programs that Windows lists. Raises: UnavailableError, UnsupportedError."""
    for pid, parent, name in _listed():
        path, started_s = _path_and_start(pid)
        yield Seen(
            pid=pid,
            parent=parent,
            name=name,
            path=path,
            command_line=_command_line(pid),
            started_s=started_s,
        )


def _kernel() -> Library:
    kernel = library("kernel32")
    kernel.CreateToolhelp32Snapshot.restype = wintypes.HANDLE
    kernel.OpenProcess.restype = wintypes.HANDLE
    return kernel


def _listed() -> list[tuple[int, int, str]]:
    """Process id, parent and name; taken whole before any process is opened."""
    kernel = _kernel()
    snapshot = kernel.CreateToolhelp32Snapshot(_ALL_PROCESSES, 0)
    if snapshot in {None, ctypes.c_void_p(-1).value}:
        raise failure("the list of processes")
    found: list[tuple[int, int, str]] = []
    with handle(snapshot) as opened:
        entry = _Entry(size=ctypes.sizeof(_Entry))
        more = kernel.Process32FirstW(opened, ctypes.byref(entry))
        while more and len(found) < MAX_PROCESSES:
            found.append((entry.pid, entry.parent, entry.name))
            more = kernel.Process32NextW(opened, ctypes.byref(entry))
    return found


def _path_and_start(pid: int) -> tuple[str | None, int | None]:
    kernel = _kernel()
    value = kernel.OpenProcess(_QUERY_LIMITED, 0, pid)
    if not value:
        return None, None
    with handle(value) as process:
        size = wintypes.DWORD(MAX_PATH_CHARS)
        buffer = ctypes.create_unicode_buffer(MAX_PATH_CHARS)
        is_known = kernel.QueryFullProcessImageNameW(process, 0, buffer, ctypes.byref(size))
        times = (ctypes.c_uint64 * 4)()
        marks = [ctypes.byref(times, i * 8) for i in range(4)]
        moment = filetime(times[0]) if kernel.GetProcessTimes(process, *marks) else None
        return (buffer.value or None) if is_known else None, (
            int(moment.timestamp()) if moment else None
        )


def _command_line(pid: int) -> str | None:
    kernel = _kernel()
    for rights, read in ((_QUERY_LIMITED, _asked), (_QUERY_AND_READ, _read_out)):
        value = kernel.OpenProcess(rights, 0, pid)
        if not value:
            continue
        with handle(value) as process:
            text = read(process)
            if text is not None:
                return text
    return None


def _asked(process: wintypes.HANDLE) -> str | None:
    buffer = ctypes.create_string_buffer(_STRING_BYTES + MAX_COMMAND_BYTES + 2)
    status = library("ntdll").NtQueryInformationProcess(
        process, _COMMAND_LINE_INFORMATION, buffer, len(buffer), None
    )
    if status:
        return None
    used, address = struct.unpack_from("<H6xQ", buffer)
    start = address - ctypes.addressof(buffer)
    is_inside = 0 <= start <= len(buffer) - used
    return _text(buffer.raw[start : start + used]) if is_inside else None


def _read_out(process: wintypes.HANDLE) -> str | None:
    fields = (ctypes.c_uint64 * 6)()
    status = library("ntdll").NtQueryInformationProcess(
        process, _BASIC_INFORMATION, fields, ctypes.sizeof(fields), None
    )
    if status or ctypes.sizeof(ctypes.c_void_p) != ctypes.sizeof(ctypes.c_uint64):
        return None
    parameters = _memory(process, fields[_PEB_INDEX] + _PEB_PARAMETERS, 8)
    if parameters is None:
        return None
    address = int.from_bytes(parameters, "little") + _PARAMETERS_COMMAND_LINE
    string = _memory(process, address, _STRING_BYTES)
    if string is None:
        return None
    used, text_address = struct.unpack("<H6xQ", string)
    text = _memory(process, text_address, used) if used else b""
    return None if text is None else _text(text)


def _memory(process: wintypes.HANDLE, address: int, size: int) -> bytes | None:
    buffer = ctypes.create_string_buffer(size)
    count = ctypes.c_size_t()
    is_read = library("kernel32").ReadProcessMemory(
        process, ctypes.c_void_p(address), buffer, ctypes.c_size_t(size), ctypes.byref(count)
    )
    return buffer.raw if is_read and count.value == size else None


def _text(data: bytes) -> str:
    return data.decode("utf-16-le", "replace")
