"""What the collectors ask of a running Windows, and nothing else: the rim that tests replace.

``windows.this_machine`` is the real one. Functions that may be refused raise ``NotPermittedError``,
``UnavailableError`` or ``UnsupportedError``; what cannot be told of one thing is ``None`` there.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from kakekomi.facts.pc_tables import LogicalDrives
from kakekomi.host.files import SignatureChecker
from kakekomi.host.registry import RegistryHive


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One running program."""

    pid: int
    parent: int
    name: str
    path: str | None
    command_line: str | None
    """Verbatim; None if it could not be read."""
    started_s: int | None
    """Seconds since 1970."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """A piece of a program's memory, all of one kind; numbers as Windows gives them."""

    start: int
    size: int
    state: int
    kind: int
    protection: int


class ProcessMemory(Protocol):
    """The memory of one running program."""

    def regions(self) -> Iterator[Region]:
        """All of them, from the lowest address on."""

    def read(self, start: int, size: int) -> bytes | None:
        """The bytes there; None if they cannot be read."""


OpenMemory = Callable[[int], AbstractContextManager[ProcessMemory]]
"""A program's memory by its process id."""

Answer = tuple[str | int | None, ...]
"""One instance of a class of Windows Management Instrumentation: the columns asked for."""

Query = Callable[[str, str, tuple[str, ...]], list[Answer]]
"""Namespace, class, columns."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """The PC that the check runs on."""

    root: Path
    """Root folder of the system drive."""
    drive: str
    """Its letter with colon."""
    username: str
    """Whom the check runs as."""
    sid: str
    is_admin: bool
    sees_system_folders: bool
    """False for a 32-bit program on a 64-bit Windows, which is shown other folders."""
    system: RegistryHive
    software: RegistryHive
    loaded_hive: Callable[[str], RegistryHive | None]
    """The part of the registry of a SID, if Windows has loaded it."""
    processes: Callable[[], Iterable[Seen]]
    drives: Callable[[], Iterable[LogicalDrives]]
    service_states: Callable[[], Mapping[str, str]]
    signatures: SignatureChecker
    query: Query
    memory: OpenMemory | None = None
    """None where it cannot be read."""
