"""The one door to Windows' own libraries, and how its refusals become our errors.

``ctypes.WinDLL`` exists on Windows only; everything else of this package goes through here, so
that it can be imported and type-checked anywhere.
"""

import ctypes
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from ctypes import wintypes
from functools import cache
from typing import Any, Final

from kakekomi.facts.errors import NotPermittedError, UnavailableError, UnsupportedError

ACCESS_DENIED: Final = 5
PRIVILEGE_NOT_HELD: Final = 1314
INSUFFICIENT_BUFFER: Final = 122
MORE_DATA: Final = 234

MAX_PATH_CHARS: Final = 32_768
"""Windows knows no longer path."""

Library = Any
"""A loaded library; its functions are looked up by name."""


@cache
def library(name: str) -> Library:
    """A library of Windows, such as ``kernel32``. Raises: UnsupportedError elsewhere."""
    if sys.platform != "win32":
        raise UnsupportedError(f"{name} is a part of Windows, and this is {sys.platform}")
    try:
        return ctypes.WinDLL(name, use_last_error=True)
    except OSError as error:
        raise UnsupportedError(f"this Windows has no {name}") from error


def last_error() -> int:
    """Windows' code for what went wrong in this thread's last call."""
    if sys.platform != "win32":
        return 0
    return ctypes.get_last_error()


def failure(what: str, code: int | None = None) -> Exception:
    """The error for a refused call: not permitted, or not available for another reason."""
    code = last_error() if code is None else code
    if code in {ACCESS_DENIED, PRIVILEGE_NOT_HELD}:
        return NotPermittedError(f"{what}: refused; try as administrator")
    return UnavailableError(f"{what}: Windows says error {code}")


@contextmanager
def handle(value: int | None) -> Iterator[wintypes.HANDLE]:
    """A handle that is closed at the end."""
    opened = wintypes.HANDLE(value)
    try:
        yield opened
    finally:
        library("kernel32").CloseHandle(opened)


def is_32_bit_on_64() -> bool:
    """Whether Windows shows this program other system folders than the real ones."""
    kernel = library("kernel32")
    kernel.GetCurrentProcess.restype = wintypes.HANDLE
    answer = wintypes.BOOL()
    kernel.IsWow64Process(wintypes.HANDLE(kernel.GetCurrentProcess()), ctypes.byref(answer))
    return bool(answer.value)
