r"""Running programs that are ended.

A process number is used again by Windows as soon as a program has ended. So a target names number,
program and start (``4711 rundll32.exe 2022-03-15T09:00:00Z``); all three have to fit when it is
looked at, and number and exact start again when it is ended. Whatever cannot be told apart is left.

Some malware is started again at once by its second half. A program of the same path and the same
command line that appears after the end is ended too, a few times; if it still comes back, the step
says so, and what starts it is taken away by the steps that follow.

Never ended: the programs without which Windows stops, and this one with those that started it.
Nothing is undone: a program that was ended is not started again.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Final

from kakekomi.facts.errors import NotPermittedError, ParseError
from kakekomi.host.hive import filetime
from kakekomi.respond.container import Exhibit
from kakekomi.respond.controls import ProcessControl
from kakekomi.respond.durable import Checkpoint, nothing
from kakekomi.respond.guard import CRITICAL_PROCESSES
from kakekomi.respond.state import ProcessState, State
from kakekomi.respond.system import GoneError, expect

TARGET_PATTERN: Final = re.compile(
    r"^(?P<pid>\d{1,10}) (?P<name>[^\\/]{1,260}?)"
    r"(?: (?P<started>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ))?$"
)
"""Takes ``77 rundll32.exe 2022-03-15T09:00:00Z``; refuses ``rundll32.exe``."""
MAX_RESTARTS: Final = 5
"""Looks for one that was started again; whatever takes longer is a case for the next run."""
LAST_SYSTEM_PID: Final = 4
"""0 is the idle loop, 4 the kernel."""


def process_target(pid: int, name: str, start_time: int | None) -> str:
    """The target of a process; ``start_time`` in seconds since 1970."""
    if start_time is None:
        return f"{pid} {name}"
    try:
        moment = datetime.fromtimestamp(start_time, UTC)
    except (ValueError, OverflowError, OSError):
        return f"{pid} {name}"
    return f"{pid} {name} {moment:%Y-%m-%dT%H:%M:%SZ}"


class LiveProcesses:
    """The programs that run now."""

    def __init__(self, control: ProcessControl, *, checkpoint: Checkpoint = nothing) -> None:
        self._control = control
        self._checkpoint = checkpoint

    def capture(self, target: str) -> ProcessState:
        """The process. Raises: NotPermittedError if it must not be ended; GoneError."""
        parts = TARGET_PATTERN.match(target)
        if parts is None:
            raise ParseError("no process", where=target)
        if parts["started"] is None:
            raise NotPermittedError(f"{target}: its start is not known, so it could be another")
        pid = int(parts["pid"])
        found = next((one for one in self._control.running() if one.pid == pid), None)
        if found is None or _target(found) != target:
            raise GoneError("no such process any more", where=target)
        self._refuse(found)
        return found

    def change(self, state: State) -> None:
        """End it, and what was started in its place."""
        one = expect(state, ProcessState)
        for _ in range(MAX_RESTARTS):
            found = self._again(one)
            for process in found:
                self._refuse(process)
                self._control.end(process)
                self._checkpoint("process ended")
            if not found:
                return
            self._control.pause()

    def before_restore(self, state: State) -> ProcessState:
        """Nothing is restored."""
        return expect(state, ProcessState)

    def restore(self, state: State) -> None:
        """Nothing: a program that was ended is not started again."""
        expect(state, ProcessState)

    def is_changed(self, state: State) -> bool:
        """Look at all that runs."""
        return not self._again(expect(state, ProcessState))

    def exhibits(self, target: str) -> Iterator[Exhibit]:  # noqa: ARG002  as the others
        """None: its facts are kept with the file that it runs."""
        yield from ()

    def _again(self, one: ProcessState) -> list[ProcessState]:
        return [
            other
            for other in self._control.running()
            if (other.pid, other.created) == (one.pid, one.created) or _is_restarted(one, other)
        ]

    def _refuse(self, process: ProcessState) -> None:
        name = process.name.casefold().removesuffix(".exe")
        if name in CRITICAL_PROCESSES or process.pid <= LAST_SYSTEM_PID:
            raise NotPermittedError(f"{process.pid} {process.name}: Windows stops without it")
        if process.pid in self._control.own_pids:
            raise NotPermittedError(f"{process.pid} {process.name}: it is doing this")


def _is_restarted(one: ProcessState, other: ProcessState) -> bool:
    return (
        one.command_line is not None
        and other.command_line == one.command_line
        and other.path.casefold() == one.path.casefold()
        and other.created > one.created
    )


def _target(process: ProcessState) -> str:
    moment = filetime(process.created)
    return process_target(process.pid, process.name, int(moment.timestamp()) if moment else None)
