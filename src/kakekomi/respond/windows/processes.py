"""Running programs, and ending one that is exactly the one that is meant.

The process is opened once; its start is compared and it is ended by the same handle, so that no
other can take its number in between.

Source: https://learn.microsoft.com/windows/win32/api/processthreadsapi/
"""

import ctypes
import os
import time
from collections.abc import Iterator
from ctypes import wintypes
from typing import Final

from kakekomi.facts.errors import UnavailableError
from kakekomi.host.windows.api import Library, failure, handle, last_error, library
from kakekomi.host.windows.processes import running
from kakekomi.respond.state import ProcessState
from kakekomi.respond.windows.privileges import wake

PAUSE_S: Final = 0.5
"""A second half that watches starts the first again within a fraction of a second."""
END_LIMIT_MS: Final = 5_000
"""A process that is ended is gone at once, unless a driver holds it."""
MAX_PARENTS: Final = 32
"""Of this program; a handful as a rule, and a damaged list could be a ring."""

_TERMINATE: Final = 0x1
_QUERY_LIMITED: Final = 0x1000
_WAIT: Final = 0x0010_0000
_NO_SUCH_PROCESS: Final = 87
_ENDED_BY_US: Final = 1
_TIMED_OUT: Final = 0x102


class WindowsProcesses:
    """The process control."""

    @property
    def own_pids(self) -> frozenset[int]:
        """Ours and those that started it."""
        parents = {seen.pid: seen.parent for seen in running()}
        own = [os.getpid()]
        while len(own) < MAX_PARENTS and parents.get(own[-1], 0) not in {0, *own}:
            own.append(parents[own[-1]])
        return frozenset(own)

    def running(self) -> Iterator[ProcessState]:
        """All that can be told apart."""
        for seen in running():
            created = _created_of(seen.pid)
            if created is not None and seen.path:
                yield ProcessState(
                    pid=seen.pid,
                    created=created,
                    name=seen.name,
                    path=seen.path,
                    command_line=seen.command_line,
                )

    def end(self, process: ProcessState) -> None:
        """End exactly this one; nothing happens if it has ended by itself."""
        wake()
        value = _kernel().OpenProcess(_TERMINATE | _QUERY_LIMITED | _WAIT, 0, process.pid)
        if not value:
            if last_error() == _NO_SUCH_PROCESS:
                return
            raise failure(f"{process.pid} {process.name}")
        with handle(value) as opened:
            if _created(opened) != process.created:
                return
            if not _kernel().TerminateProcess(opened, _ENDED_BY_US) and not _has_ended(opened, 0):
                raise failure(f"{process.pid} {process.name}")
            if not _has_ended(opened, END_LIMIT_MS):
                raise UnavailableError(f"{process.pid} {process.name}: it does not end")

    def pause(self) -> None:
        """Wait a moment for whatever starts things again."""
        time.sleep(PAUSE_S)


def _kernel() -> Library:
    found = library("kernel32")
    found.OpenProcess.restype = wintypes.HANDLE
    return found


def _has_ended(process: wintypes.HANDLE, limit_ms: int) -> bool:
    return int(_kernel().WaitForSingleObject(process, limit_ms)) != _TIMED_OUT


def _created_of(pid: int) -> int | None:
    value = _kernel().OpenProcess(_QUERY_LIMITED | _WAIT, 0, pid)
    if not value:
        return None
    with handle(value) as opened:
        return None if _has_ended(opened, 0) else _created(opened)


def _created(process: wintypes.HANDLE) -> int | None:
    times = (ctypes.c_uint64 * 4)()
    marks = [ctypes.byref(times, i * 8) for i in range(4)]
    return int(times[0]) if _kernel().GetProcessTimes(process, *marks) else None
