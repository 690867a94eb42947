r"""Scheduled tasks, through the scheduler itself.

Methods used (place in the table, after the seven of IDispatch): ITaskService GetFolder 7,
Connect 10; ITaskFolder GetTask 13, DeleteTask 15, RegisterTask 16; IRegisteredTask get_Xml 20.
A VARIANT goes by reference on 64-bit systems; an empty one stands for "not given".

Source: taskschd.h, https://learn.microsoft.com/windows/win32/taskschd/
"""

import ctypes
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from kakekomi.facts.errors import KakekomiError
from kakekomi.host.windows.api import library
from kakekomi.host.windows.com import Pointer, call, check, create, initialized, released, text

MAX_XML_CHARS: Final = 1024 * 1024
"""Of one task; the scheduler itself takes no more."""

_SERVICE: Final = "0f87369f-a4e5-4cfc-bd3e-73e6154572dd"
_SERVICE_INTERFACE: Final = "2faba4c7-4da9-4013-9697-20cc3fd40f85"
_GET_FOLDER: Final = 7
_CONNECT: Final = 10
_GET_TASK: Final = 13
_DELETE_TASK: Final = 15
_REGISTER_TASK: Final = 16
_GET_XML: Final = 20
_CREATE_OR_UPDATE_QUIETLY: Final = 0x6 | 0x20
"""0x20: a trigger "at registration" does not fire."""
_LOGON_AS_THE_XML_SAYS: Final = 0
_INTERACTIVE: Final = 3
_GROUP: Final = 4
_SERVICE_ACCOUNT: Final = 5
_LOGONS: Final = {"S4U": 2, "InteractiveToken": 3, "InteractiveTokenOrPassword": 6}
LOGON_PATTERN: Final = re.compile(r"<LogonType>\s*([A-Za-z0-9]{1,40})\s*</LogonType>")
"""Takes ``<LogonType>S4U</LogonType>``; refuses ``<LogonType/>``."""
SERVICE_ACCOUNT_PATTERN: Final = re.compile(
    r"<UserId>\s*(?:S-1-5-(?:18|19|20)|(?:NT AUTHORITY\\)?(?:SYSTEM|LOCAL SERVICE|NETWORK SERVICE))"
    r"\s*</UserId>",
    re.IGNORECASE,
)
"""Takes ``<UserId>S-1-5-18</UserId>``; refuses ``<UserId>S-1-5-21-1-2-3-1001</UserId>``."""
_NOT_THERE: Final = frozenset((0x8007_0002, 0x8007_0003))


class _Variant(ctypes.Structure):
    """VARIANT; all zero is VT_EMPTY."""

    _fields_ = (("kind", ctypes.c_uint16), ("rest", ctypes.c_uint8 * 22))


class WindowsTasks:
    """The task control."""

    def xml(self, path: str) -> str | None:
        """Its definition; None if there is no such task."""
        with _folder(path) as folder:
            if folder is None:
                return None
            task = Pointer()
            with text(_name(path)) as name:
                result = call(folder, _GET_TASK, name, ctypes.pointer(task))
            if result & 0xFFFF_FFFF in _NOT_THERE:
                return None
            check(result, path)
            with released(task):
                found = Pointer()
                check(call(task, _GET_XML, ctypes.pointer(found)), path)
                try:
                    return ctypes.wstring_at(found.value or 0)[:MAX_XML_CHARS]
                finally:
                    library("oleaut32").SysFreeString(found)

    def remove(self, path: str) -> None:
        """Take it out."""
        with _folder(path) as folder, text(_name(path)) as name:
            if folder is None:
                return
            result = call(folder, _DELETE_TASK, name, ctypes.c_long(0))
            if result & 0xFFFF_FFFF not in _NOT_THERE:
                check(result, path)

    def register(self, path: str, xml: str) -> None:
        """Put it in; over one of the same path."""
        try:
            self._register(path, xml, logon_of(xml))
        except KakekomiError:
            self._register(path, xml, _LOGON_AS_THE_XML_SAYS)

    def _register(self, path: str, xml: str, logon: int) -> None:
        made, empty = Pointer(), _Variant()
        with _service(path) as service, released(_get_folder(service, "\\", path)) as root:
            with text(path) as name, text(xml) as definition:
                result = call(
                    root,
                    _REGISTER_TASK,
                    name,
                    definition,
                    ctypes.c_long(_CREATE_OR_UPDATE_QUIETLY),
                    ctypes.pointer(empty),
                    ctypes.pointer(empty),
                    ctypes.c_long(logon),
                    ctypes.pointer(empty),
                    ctypes.pointer(made),
                )
            with released(made):
                check(result, path)


def logon_of(xml: str) -> int:
    """How the task logs on, as a number: the scheduler takes it beside the definition."""
    if SERVICE_ACCOUNT_PATTERN.search(xml):
        return _SERVICE_ACCOUNT
    if "<GroupId>" in xml:
        return _GROUP
    found = LOGON_PATTERN.search(xml)
    return _LOGONS.get(found[1], _INTERACTIVE) if found else _INTERACTIVE


def _name(path: str) -> str:
    return path.rpartition("\\")[2]


@contextmanager
def _service(what: str) -> Iterator[Pointer]:
    empty = _Variant()
    with initialized(), released(create(_SERVICE, _SERVICE_INTERFACE, what)) as service:
        mark = ctypes.pointer(empty)
        check(call(service, _CONNECT, mark, mark, mark, mark), what)
        yield service


@contextmanager
def _folder(path: str) -> Iterator[Pointer | None]:
    """The folder of a task; None if there is none."""
    folder = path.rpartition("\\")[0] or "\\"
    with _service(path) as service:
        try:
            found = _get_folder(service, folder, path)
        except FileNotFoundError:
            yield None
            return
        with released(found):
            yield found


def _get_folder(service: Pointer, folder: str, what: str) -> Pointer:
    found = Pointer()
    with text(folder) as name:
        result = call(service, _GET_FOLDER, name, ctypes.pointer(found))
    if result & 0xFFFF_FFFF in _NOT_THERE:
        raise FileNotFoundError(what)
    check(result, what)
    return found
