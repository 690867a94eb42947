r"""Content rules over what programs hold in memory: where malware lies that no file shows.

Emotet unpacks itself into memory that a program asked for, marked to be run, and runs there inside
``rundll32``, ``regsvr32`` or a copy of its own in the user's folders. So these are looked at:

- programs: the two hosts wherever they lie, and every program outside of ``C:\Windows`` and
  ``C:\Program Files`` or whose path is hidden; never the check itself, which holds the rules;
- regions: committed (``MEM_COMMIT``), private (``MEM_PRIVATE``: no file behind it), executable.

It is read in place and nothing is kept: no memory leaves this function, only names of rules. What
was refused, left out for size or time, or is not looked at on purpose is a gap.

Source: https://learn.microsoft.com/windows/win32/api/winnt/ns-winnt-memory_basic_information
"""

import ntpath
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from kakekomi.facts.errors import NotPermittedError, UnavailableError
from kakekomi.facts.gap import Gap, What, Why
from kakekomi.facts.mail_tables import YaraMatch
from kakekomi.facts.row import Row
from kakekomi.facts.scanner import ContentScanner
from kakekomi.host.machine import OpenMemory, ProcessMemory, Region, Seen
from kakekomi.host.running import WITHOUT_FILE

MAX_REGION_BYTES: Final = 16 * 1024 * 1024
"""Of one region its beginning; an unpacked Emotet has less than 1 MB."""
MAX_PROCESS_BYTES: Final = 64 * 1024 * 1024
"""Of one program; a browser that compiles scripts holds more and is no host of Emotet."""
MAX_TOTAL_BYTES: Final = 1024 * 1024 * 1024
"""Of one PC; about ten seconds of reading and matching."""
MAX_REGIONS: Final = 200_000
"""Walked in one program; a large browser has some ten thousand."""
MAX_S: Final = 60.0
"""For all programs: a person waits in front of the screen."""

_HOSTS: Final = frozenset(("rundll32.exe", "regsvr32.exe"))
_KNOWN_FOLDERS: Final = (("windows",), ("program files",), ("program files (x86)",))
_OPEN_IN_WINDOWS: Final = (("windows", "temp"), ("windows", "tasks"))
"""Below the Windows folder, yet anybody may write there."""

_COMMITTED: Final = 0x1000
_PRIVATE: Final = 0x2_0000
_EXECUTABLE: Final = 0x10 | 0x20 | 0x40 | 0x80
"""PAGE_EXECUTE, _READ, _READWRITE, _WRITECOPY."""
_GUARD_OR_NO_ACCESS: Final = 0x100 | 0x01


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What looking at memory needs from outside."""

    opened: OpenMemory
    scanner: ContentScanner
    clock: Callable[[], float]
    """Seconds that only go up."""
    own_pid: int


def is_looked_at(seen: Seen, own_pid: int) -> bool:
    """Whether a program's memory is of interest."""
    name = seen.name.casefold()
    if seen.pid in {0, own_pid} or name in WITHOUT_FILE:
        return False
    return name in _HOSTS or seen.path is None or not _is_in_known_folder(seen.path)


def _is_in_known_folder(path: str) -> bool:
    drive, rest = ntpath.splitdrive(ntpath.normpath(path.casefold()))
    folders = tuple(rest.strip("\\").split("\\")[:-1])
    if not drive.endswith(":") or folders[:2] in _OPEN_IN_WINDOWS:
        return False
    return folders[:1] in _KNOWN_FOLDERS


def is_scanned(region: Region) -> bool:
    """Whether code can run in the region that no file stands behind."""
    return (
        region.state == _COMMITTED
        and region.kind == _PRIVATE
        and bool(region.protection & _EXECUTABLE)
        and not region.protection & _GUARD_OR_NO_ACCESS
    )


def collect(programs: Iterable[Seen], look: Look) -> Iterator[Row]:
    """Matches, then what was not looked at: each rule once for a program, each name once."""
    sweep = _Sweep(look, ends_at=look.clock() + MAX_S, bytes_left=MAX_TOTAL_BYTES)
    for seen in programs:
        if is_looked_at(seen, look.own_pid):
            yield from sweep.matches(seen)
    for name, why in sweep.left_out:
        yield Gap(what=What.MEMORY, why=why, detail=name)
    yield Gap(what=What.MEMORY, why=Why.BEYOND_THIS_CHECK)


@dataclass(slots=True)
class _Sweep:
    """One pass over all programs: what is left of bytes and time, and what was left out."""

    look: Look
    ends_at: float
    bytes_left: int
    left_out: dict[tuple[str, Why], None] = field(default_factory=dict)

    def matches(self, seen: Seen) -> Iterator[Row]:
        """A row for each rule that matches somewhere in the program."""
        if self._is_over():
            self._leave_out(seen, Why.LIMIT)
            return
        try:
            with self.look.opened(seen.pid) as memory:
                rules = self._rules(seen, memory)
        except NotPermittedError:
            self._leave_out(seen, Why.NOT_PERMITTED)
            return
        except UnavailableError:  # most often it ended since it was listed
            self._leave_out(seen, Why.UNREADABLE)
            return
        for rule in rules:
            yield YaraMatch(rule=rule, path=f"{seen.path or seen.name} (PID {seen.pid})")

    def _rules(self, seen: Seen, memory: ProcessMemory) -> tuple[str, ...]:
        rules: dict[str, None] = {}
        left = MAX_PROCESS_BYTES
        for count, region in enumerate(memory.regions()):
            if count < MAX_REGIONS and not is_scanned(region):
                continue
            if count >= MAX_REGIONS or not left or self._is_over():
                self._leave_out(seen, Why.LIMIT)
                break
            size = min(region.size, MAX_REGION_BYTES, left, self.bytes_left)
            if size < region.size:
                self._leave_out(seen, Why.LIMIT)
            rules.update(dict.fromkeys(self._found(seen, memory.read(region.start, size))))
            left -= size
            self.bytes_left -= size
        return tuple(rules)

    def _found(self, seen: Seen, data: bytes | None) -> tuple[str, ...]:
        if data is None:
            self._leave_out(seen, Why.UNREADABLE)
            return ()
        try:
            return tuple(self.look.scanner(data)) if data else ()
        except TimeoutError:
            self._leave_out(seen, Why.LIMIT)
            return ()

    def _is_over(self) -> bool:
        return not self.bytes_left or self.look.clock() >= self.ends_at

    def _leave_out(self, seen: Seen, why: Why) -> None:
        self.left_out[seen.name, why] = None
