r"""Files and folders opened so that what is changed is what was looked at.

Users may write where malware lies, so a folder can be swapped for a junction between two calls, and
an administrator's program would then reach into Windows. So a file is opened without following
links, its final path is compared with the one that is meant, and everything is done by the handle.

Source: https://learn.microsoft.com/windows/win32/api/fileapi/ and winbase.h
"""

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from ctypes import wintypes
from typing import Final

from kakekomi.facts.errors import NotPermittedError, UnavailableError
from kakekomi.host.windows.api import (
    ACCESS_DENIED,
    MAX_PATH_CHARS,
    Library,
    failure,
    handle,
    last_error,
    library,
)
from kakekomi.respond.controls import InUseError
from kakekomi.respond.state import FileTimes
from kakekomi.respond.windows.privileges import wake

READ: Final = 0x8000_0000
WRITE: Final = 0x4000_0000
DELETE: Final = 0x1_0000
READ_ATTRIBUTES: Final = 0x80
WRITE_ATTRIBUTES: Final = 0x100
NEW: Final = 1
EXISTING: Final = 3
READ_ONLY: Final = 0x1
FOLDER: Final = 0x10
REPARSE_POINT: Final = 0x400
SHARING_VIOLATION: Final = 32
_SHARE_ALL: Final = 7
_OPEN_LINK_ITSELF: Final = 0x0020_0000
_FOLDERS_TOO: Final = 0x0200_0000
_NOT_THERE: Final = frozenset((2, 3))
_INVALID: Final = ctypes.c_void_p(-1).value


class Information(ctypes.Structure):
    """BY_HANDLE_FILE_INFORMATION."""

    _fields_ = (
        ("attributes", wintypes.DWORD),
        ("created", wintypes.FILETIME),
        ("accessed", wintypes.FILETIME),
        ("written", wintypes.FILETIME),
        ("volume", wintypes.DWORD),
        ("size_high", wintypes.DWORD),
        ("size_low", wintypes.DWORD),
        ("links", wintypes.DWORD),
        ("index_high", wintypes.DWORD),
        ("index_low", wintypes.DWORD),
    )

    @property
    def size(self) -> int:
        """In bytes."""
        return int(self.size_high) << 32 | int(self.size_low)

    @property
    def times(self) -> FileTimes:
        """All three."""
        return FileTimes(_time(self.created), _time(self.accessed), _time(self.written))


def long_path(path: str) -> str:
    """For Windows' functions: no length limit, nothing is interpreted in it."""
    return f"\\\\?\\{path}"


def kernel() -> Library:
    """kernel32 with the types that matter."""
    found = library("kernel32")
    found.CreateFileW.restype = wintypes.HANDLE
    return found


@contextmanager
def opened(path: str, access: int, *, disposition: int = EXISTING) -> Iterator[wintypes.HANDLE]:
    """The file or folder of exactly this path.

    Raises: FileNotFoundError; NotPermittedError if it lies elsewhere in truth or is refused;
    InUseError; UnavailableError.
    """
    wake()
    value = kernel().CreateFileW(
        long_path(path),
        wintypes.DWORD(access),
        _SHARE_ALL,
        None,
        disposition,
        _OPEN_LINK_ITSELF | _FOLDERS_TOO,
        None,
    )
    if value in {None, _INVALID}:
        raise _refusal(path)
    with handle(value) as found:
        _expect_place(found, path)
        yield found


def _refusal(path: str) -> Exception:
    code = last_error()
    if code in _NOT_THERE:
        return FileNotFoundError(f"{path}: not there")
    if code == SHARING_VIOLATION:
        return InUseError(f"{path}: a program holds it")
    return failure(path, code)


def _expect_place(found: wintypes.HANDLE, path: str) -> None:
    buffer = ctypes.create_unicode_buffer(MAX_PATH_CHARS)
    if not kernel().GetFinalPathNameByHandleW(found, buffer, MAX_PATH_CHARS, 0):
        raise failure(path)
    if buffer.value.casefold() != long_path(path).casefold():
        raise NotPermittedError(f"{path}: it is {buffer.value!r} in truth; left alone")


def information(found: wintypes.HANDLE, path: str) -> Information:
    """What Windows says of it."""
    made = Information()
    if not kernel().GetFileInformationByHandle(found, ctypes.byref(made)):
        raise failure(path)
    return made


def set_times(found: wintypes.HANDLE, times: FileTimes, path: str) -> None:
    """Set all three."""
    marks = [_filetime(one) for one in (times.created, times.accessed, times.written)]
    if not kernel().SetFileTime(found, *map(ctypes.byref, marks)):
        raise failure(path)


def set_information(found: wintypes.HANDLE, kind: int, data: bytes, path: str) -> None:
    """Change something by its handle. Raises: InUseError if a program holds the file."""
    buffer = ctypes.create_string_buffer(data, len(data))
    if kernel().SetFileInformationByHandle(found, kind, buffer, len(data)):
        return
    code = last_error()
    if code in {SHARING_VIOLATION, ACCESS_DENIED}:
        # With the right to do it, a loaded program is refused like a missing right.
        raise InUseError(f"{path}: a program holds it")
    raise UnavailableError(f"{path}: Windows says error {code}")


def _time(value: wintypes.FILETIME) -> int:
    return int(value.dwHighDateTime) << 32 | int(value.dwLowDateTime)


def _filetime(value: int) -> wintypes.FILETIME:
    return wintypes.FILETIME(value & 0xFFFF_FFFF, value >> 32)
