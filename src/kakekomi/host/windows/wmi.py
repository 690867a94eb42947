"""Ask Windows Management Instrumentation, through COM, with a limit on time and rows.

Methods used (place in the table): IWbemLocator.ConnectServer 3; IWbemServices.ExecQuery 20;
IEnumWbemClassObject.Next 4; IWbemClassObject.Get 4. A value comes as a VARIANT: type (u16) at 0,
value at 8.

Source: wbemcli.idl, https://learn.microsoft.com/windows/win32/wmisdk/com-api-for-wmi
"""

import ctypes
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from threading import Thread
from typing import Final

from kakekomi.facts.errors import KakekomiError, UnavailableError
from kakekomi.host.machine import Answer
from kakekomi.host.windows.api import library
from kakekomi.host.windows.com import Pointer, call, check, create, initialized, released, text

MAX_ROWS: Final = 5_000
"""Of one answer; installed updates are some hundreds at most."""
MAX_TEXT_CHARS: Final = 32_768
"""Of one value; a script in it may be longer, its beginning says enough."""
TIMEOUT_MS: Final = 10_000
"""For one row; a healthy PC answers in less than a second, a broken one never."""
LIMIT_S: Final = 20
"""For one question with all its rows; a damaged repository can keep silent for minutes."""

_LOCATOR: Final = "4590f811-1d3a-11d0-891f-00aa004b2e24"
_LOCATOR_INTERFACE: Final = "dc12a687-737f-11cf-884d-00aa004b2e24"
_CONNECT: Final = 3
_EXECUTE: Final = 20
_NEXT: Final = 4
_GET: Final = 4
_RETURN_AT_ONCE_FORWARD_ONLY: Final = 0x10 | 0x20
_USE_MAX_WAIT: Final = 0x80
_TIMED_OUT: Final = 0x4_0004
_NT_AUTHENTICATION: Final = 10
_CALL_LEVEL: Final = 3
_IMPERSONATE: Final = 3

_TEXT: Final = 8
_TRUTH: Final = 11
_SIGNED_BYTES: Final = {2: 2, 3: 4}
_UNSIGNED_BYTES: Final = {17: 1, 18: 2, 19: 4}
"""Of numbers, by the kind of the variant."""


class _Variant(ctypes.Structure):
    """VARIANT; three words on 64-bit systems."""

    _fields_ = (
        ("kind", ctypes.c_uint16),
        ("reserved", ctypes.c_uint16 * 3),
        ("value", ctypes.c_uint64),
        ("more", ctypes.c_uint64),
    )


def query(namespace: str, table: str, columns: tuple[str, ...]) -> list[Answer]:
    """The columns of all instances of a class, in this order.

    It is asked in a thread of its own, which is left behind if no answer comes.
    Raises: NotPermittedError, UnavailableError, UnsupportedError.
    """
    answer: Future[list[Answer]] = Future()

    def ask() -> None:
        try:
            answer.set_result(_query(namespace, table, columns))
        except KakekomiError as error:
            answer.set_exception(error)

    Thread(target=ask, daemon=True).start()
    try:
        return answer.result(timeout=LIMIT_S)
    except TimeoutError as error:
        raise UnavailableError(f"{namespace}:{table}: no answer within {LIMIT_S} s") from error


def _query(namespace: str, table: str, columns: tuple[str, ...]) -> list[Answer]:
    what = f"{namespace}:{table}"
    with initialized(), _connected(namespace, what) as services:
        found = _executed(services, f"SELECT * FROM {table}", what)  # noqa: S608  names are ours
        with released(found):
            return [*_rows(found, columns, what)]


@contextmanager
def _connected(namespace: str, what: str) -> Iterator[Pointer]:
    services = Pointer()
    library("ole32").CoInitializeSecurity(
        None, -1, None, None, 0, _IMPERSONATE, None, 0, None
    )  # refused if done before, which is as good
    nothing = Pointer()
    with released(create(_LOCATOR, _LOCATOR_INTERFACE, what)) as locator, text(namespace) as name:
        result = call(
            locator,
            _CONNECT,
            name,
            nothing,
            nothing,
            nothing,
            ctypes.c_long(_USE_MAX_WAIT),
            nothing,
            nothing,
            ctypes.pointer(services),
        )
    check(result, what)
    with released(services):
        library("ole32").CoSetProxyBlanket(
            services, _NT_AUTHENTICATION, 0, None, _CALL_LEVEL, _IMPERSONATE, None, 0
        )
        yield services


def _executed(services: Pointer, wql: str, what: str) -> Pointer:
    found = Pointer()
    with text("WQL") as language, text(wql) as words:
        result = call(
            services,
            _EXECUTE,
            language,
            words,
            ctypes.c_long(_RETURN_AT_ONCE_FORWARD_ONLY),
            Pointer(),
            ctypes.pointer(found),
        )
    check(result, what)
    return found


def _rows(found: Pointer, columns: tuple[str, ...], what: str) -> Iterator[Answer]:
    for _ in range(MAX_ROWS):
        row, count = Pointer(), ctypes.c_ulong()
        result = call(
            found,
            _NEXT,
            ctypes.c_long(TIMEOUT_MS),
            ctypes.c_ulong(1),
            ctypes.pointer(row),
            ctypes.pointer(count),
        )
        if check(result, what) == _TIMED_OUT:
            raise UnavailableError(f"{what}: no answer within {TIMEOUT_MS} ms")
        if not count.value:
            return
        with released(row):
            yield tuple(_value(row, name) for name in columns)
    raise UnavailableError(f"{what}: more than {MAX_ROWS} answers")


def _value(row: Pointer, name: str) -> str | int | None:
    """Text, number or truth; None for none and for other kinds."""
    variant = _Variant()
    result = call(
        row,
        _GET,
        ctypes.c_wchar_p(name),
        ctypes.c_long(0),
        ctypes.pointer(variant),
        Pointer(),
        Pointer(),
    )
    if result:
        return None
    try:
        return _plain(variant)
    finally:
        library("oleaut32").VariantClear(ctypes.byref(variant))


def _plain(variant: _Variant) -> str | int | None:
    if variant.kind == _TEXT:
        return ctypes.wstring_at(variant.value)[:MAX_TEXT_CHARS] if variant.value else None
    if variant.kind == _TRUTH:
        return int(bool(variant.value & 0xFFFF))
    if size := _UNSIGNED_BYTES.get(variant.kind, 0):
        return int(variant.value) & (1 << size * 8) - 1
    if size := _SIGNED_BYTES.get(variant.kind, 0):
        data = int(variant.value).to_bytes(8, "little")[:size]
        return int.from_bytes(data, "little", signed=True)
    return None
