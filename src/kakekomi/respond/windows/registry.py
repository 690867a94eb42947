"""Registry values as the bytes that Windows keeps, in the view of a 64-bit program.

Source: https://learn.microsoft.com/windows/win32/api/winreg/
"""

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from ctypes import wintypes
from typing import Final

from kakekomi.facts.errors import ParseError
from kakekomi.host.windows.api import MORE_DATA, Library, failure, library
from kakekomi.respond.controls import SignedOutError, StoredValue

MAX_VALUE_BYTES: Final = 16 * 1024 * 1024
"""Of one value; autostart entries have some hundred bytes."""
MAX_VALUES: Final = 4_096
"""Of one key."""

_ROOTS: Final = {"HKEY_LOCAL_MACHINE": 0x8000_0002, "HKEY_USERS": 0x8000_0003}
_READ: Final = 0x2_0019 | 0x100
_WRITE: Final = 0x2_0006 | 0x100
_NOT_THERE: Final = frozenset((2, 3))
_NO_MORE: Final = 259
_NAME_CHARS: Final = 16_384


class WindowsRegistry:
    """The registry control."""

    def read(self, key: str, name: str) -> StoredValue | None:
        """None if there is no such value. Raises: SignedOutError if its hive is not loaded."""
        with _key(key, _READ) as found:
            if found is None:
                _expect_loaded(key)
                return None
            return _value(found, name, key)

    def values(self, key: str) -> tuple[StoredValue, ...]:
        """All values of a key; none if there is no such key."""
        with _key(key, _READ) as found:
            names = [] if found is None else [*_names(found, key)]
            read = [_value(found, name, key) for name in names if found is not None]
        return tuple(value for value in read if value is not None)

    def write(self, key: str, value: StoredValue) -> None:
        """Write it, and the key if need be."""
        with _key(key, _WRITE, create=True) as found:
            code = _advapi().RegSetValueExW(
                found, value.name, 0, value.type, value.data, len(value.data)
            )
        if code:
            raise failure(f"{key}\\{value.name}", code)

    def remove(self, key: str, name: str) -> None:
        """Take it out; nothing happens if it is not there."""
        with _key(key, _WRITE) as found:
            code = 0 if found is None else _advapi().RegDeleteValueW(found, name)
        if code and code not in _NOT_THERE:
            raise failure(f"{key}\\{name}", code)


def _advapi() -> Library:
    return library("advapi32")


@contextmanager
def _key(key: str, access: int, *, create: bool = False) -> Iterator[ctypes.c_void_p | None]:
    """The opened key; None if there is none."""
    root, _, path = key.partition("\\")
    if root.upper() not in _ROOTS:
        raise ParseError("no key of this registry", where=key)
    # Predefined keys are negative numbers made wide.
    parent = ctypes.c_void_p(ctypes.c_int32(_ROOTS[root.upper()]).value)
    found = ctypes.c_void_p()
    if create:
        code = _advapi().RegCreateKeyExW(
            parent, path, 0, None, 0, access, None, ctypes.byref(found), None
        )
    else:
        code = _advapi().RegOpenKeyExW(parent, path, 0, access, ctypes.byref(found))
    if code in _NOT_THERE:
        yield None
        return
    if code:
        raise failure(key, code)
    try:
        yield found
    finally:
        _advapi().RegCloseKey(found)


def _expect_loaded(key: str) -> None:
    """A user who is not signed in has no hive here: that is not the same as no value."""
    root, _, path = key.partition("\\")
    if root.upper() != "HKEY_USERS":
        return
    account = path.partition("\\")[0]
    with _key(f"HKEY_USERS\\{account}", _READ) as found:
        if found is None:
            raise SignedOutError(f"{key}: sign in as that user once and run this again")


def _value(key: ctypes.c_void_p, name: str, where: str) -> StoredValue | None:
    kind, size = wintypes.DWORD(), wintypes.DWORD()
    data = ctypes.create_string_buffer(0)
    for _ in range(3):  # it may grow between two calls
        data = ctypes.create_string_buffer(size.value)
        code = _advapi().RegQueryValueExW(
            key, name, None, ctypes.byref(kind), data, ctypes.byref(size)
        )
        if code in _NOT_THERE:
            return None
        if code not in {0, MORE_DATA} or size.value > MAX_VALUE_BYTES:
            raise failure(f"{where}\\{name}", code)
        if not code and size.value <= len(data):
            return StoredValue(name=name, type=kind.value, data=data.raw[: size.value])
    raise failure(f"{where}\\{name}", MORE_DATA)


def _names(key: ctypes.c_void_p, where: str) -> Iterator[str]:
    for index in range(MAX_VALUES):
        buffer, size = ctypes.create_unicode_buffer(_NAME_CHARS), wintypes.DWORD(_NAME_CHARS)
        code = _advapi().RegEnumValueW(
            key, index, buffer, ctypes.byref(size), None, None, None, None
        )
        if code == _NO_MORE:
            return
        if code:
            raise failure(where, code)
        yield buffer.value
