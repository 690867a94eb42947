"""Programs that run now: rows, and their command lines for ``launch`` rows.

A program whose path or command line may not be read is a gap by its name, once for all of that
name: without administrator rights Windows' own services are hidden from everybody, dozens of them.
"""

from collections.abc import Iterable, Iterator
from typing import Final

from kakekomi.facts.gap import Gap, What, Why
from kakekomi.facts.pc_tables import Processes
from kakekomi.facts.row import Row
from kakekomi.host.machine import Seen
from kakekomi.host.pc import Command, Pc

ORIGIN: Final = "processes"

WITHOUT_FILE: Final = frozenset(
    ("[system process]", "system", "registry", "memory compression", "secure system")
)
"""Parts of Windows that are shown as programs and have neither path nor command line."""


def collect(pc: Pc, programs: Iterable[Seen]) -> Iterator[Row | Command]:
    """A row and a command for each program; gaps last."""
    hidden: dict[str, None] = {}
    for seen in programs:
        yield Processes(
            pid=seen.pid,
            parent=seen.parent,
            name=seen.name,
            path=seen.path,
            cmdline=seen.command_line,
            on_disk=_is_on_disk(pc, seen.path),
            start_time=seen.started_s,
        )
        command = seen.command_line or (f'"{seen.path}"' if seen.path else None)
        if command:
            yield Command(
                origin=ORIGIN, name=seen.name, command=command, pid=seen.pid, program=seen.path
            )
        is_whole = seen.path is not None and seen.command_line is not None
        if not is_whole and seen.pid and seen.name.casefold() not in WITHOUT_FILE:
            hidden[seen.name] = None
    for name in hidden:
        yield Gap(what=What.PROCESSES, why=Why.NOT_PERMITTED, detail=name)


def _is_on_disk(pc: Pc, path: str | None) -> bool | None:
    """None if the path is not known or on another drive than the one looked at."""
    if path is None or path[:2].casefold() != pc.disk.drive.casefold():
        return None
    return pc.disk.is_file(path)
