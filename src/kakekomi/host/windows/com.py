"""Call a COM object's methods by their place in its table.

An object is a pointer to a pointer to a table of functions, each of which takes the object first.
The places are fixed for ever by the interface; 0, 1 and 2 are QueryInterface, AddRef, Release.

Source: https://learn.microsoft.com/windows/win32/com/the-component-object-model
"""

import ctypes
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from kakekomi.facts.errors import NotPermittedError, UnavailableError, UnsupportedError
from kakekomi.host.windows.api import library

_RELEASE: Final = 2
_IN_PROCESS_SERVER: Final = 1
_MULTITHREADED: Final = 0
_DENIED: Final = frozenset((0x8007_0005, 0x8004_1003))
"""E_ACCESSDENIED and WBEM_E_ACCESS_DENIED."""
_UNKNOWN_HERE: Final = frozenset((0x8004_100E, 0x8004_1010, 0x8004_0154, 0x8000_4002, 0x8000_4001))
"""No such namespace, class, registered object or interface; not implemented."""

Pointer = ctypes.c_void_p


def check(result: int, what: str) -> int:
    """The result if it is a success. Raises: one of our errors if it is not."""
    code = result & 0xFFFF_FFFF
    if not code & 0x8000_0000:
        return code
    if code in _DENIED:
        raise NotPermittedError(f"{what}: refused; try as administrator")
    if code in _UNKNOWN_HERE:
        raise UnsupportedError(f"{what}: this Windows does not have it")
    raise UnavailableError(f"{what}: Windows says error {code:#010x}")


def call(target: Pointer, index: int, *arguments: Any) -> int:  # noqa: ANN401  any C type
    """Call a method; arguments are C values."""
    if sys.platform != "win32":
        raise UnsupportedError("only Windows has COM")
    table = ctypes.cast(target, ctypes.POINTER(ctypes.c_void_p)).contents.value or 0
    address = ctypes.c_void_p.from_address(table + index * ctypes.sizeof(ctypes.c_void_p)).value
    kinds = [type(one) for one in arguments]
    method = ctypes.WINFUNCTYPE(ctypes.c_long, ctypes.c_void_p, *kinds)(address or 0)
    result: int = method(target, *arguments)
    return result


@contextmanager
def released(target: Pointer) -> Iterator[Pointer]:
    """The object; given back at the end."""
    try:
        yield target
    finally:
        if target.value:
            call(target, _RELEASE)


@contextmanager
def initialized() -> Iterator[None]:
    """COM for this thread; somebody else may have set it up already, which is as good."""
    ole = library("ole32")
    is_ours = ole.CoInitializeEx(None, _MULTITHREADED) >= 0
    try:
        yield
    finally:
        if is_ours:
            ole.CoUninitialize()


def create(class_id: str, interface_id: str, what: str) -> Pointer:
    """A new object of a registered class."""
    made = Pointer()
    result = library("ole32").CoCreateInstance(
        uuid.UUID(class_id).bytes_le,
        None,
        _IN_PROCESS_SERVER,
        uuid.UUID(interface_id).bytes_le,
        ctypes.byref(made),
    )
    check(result, what)
    return made


@contextmanager
def text(value: str) -> Iterator[Pointer]:
    """A BSTR."""
    automation = library("oleaut32")
    automation.SysAllocString.restype = ctypes.c_void_p
    made = Pointer(automation.SysAllocString(value))
    try:
        yield made
    finally:
        automation.SysFreeString(made)
