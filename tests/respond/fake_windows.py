"""A running Windows in memory: what respond's controls do, without one.

It outlives a run that is killed, as a PC does, and shows all of itself as one value to compare.
"""

import hashlib
import ntpath
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from kakekomi.facts.errors import NotPermittedError, ParseError
from kakekomi.respond.controls import (
    Controls,
    FileLook,
    InUseError,
    ServiceLook,
    SignedOutError,
    StoredValue,
)
from kakekomi.respond.state import Attribute, FileTimes, ProcessState

BEGINNING = FileTimes(created=132_900_000_000_000_000, accessed=1, written=2)


@dataclass(frozen=True)
class FakeFile:
    data: bytes
    times: FileTimes = BEGINNING
    attributes: int = 0x20
    security: str = "O:S-1-5-21-1D:AI(A;ID;FA;;;SY)"
    streams: tuple[Attribute, ...] = ()


def folder_of(path: str) -> str:
    return ntpath.dirname(path).casefold()


@dataclass
class FakeWindows:
    """All parts in one; ``on_pause`` is what happens while respond waits."""

    root: Path = Path("/nowhere")
    """Where profiles of users who are not signed in really lie."""
    disk: dict[str, FakeFile] = field(default_factory=dict)
    folders: dict[str, FileTimes] = field(default_factory=dict)
    held: dict[str, str] = field(default_factory=dict)
    """Path to "removal" or "everything": what a program that holds it does not allow."""
    at_restart: set[str] = field(default_factory=set)
    signed_out: set[str] = field(default_factory=set)
    """SIDs."""
    microsofts: set[str] = field(default_factory=set)
    foreign: set[str] = field(default_factory=set)
    keys: dict[str, dict[str, StoredValue]] = field(default_factory=dict)
    service_looks: dict[str, ServiceLook] = field(default_factory=dict)
    task_xml: dict[str, str] = field(default_factory=dict)
    programs: list[ProcessState] = field(default_factory=list)
    on_pause: Callable[[], None] = lambda: None
    firewall_off: tuple[str, ...] = ("PublicProfile",)
    block: tuple[str, ...] | None = None
    has_firewall: bool = True

    def controls(self) -> Controls:
        return Controls(
            root=self.root,
            drive="C:",
            files=FakeFiles(self),
            registry=FakeRegistry(self),
            services=FakeServices(self),
            tasks=FakeTasks(self),
            processes=FakeProcesses(self),
            network=FakeNetwork(self),
        )

    def add(self, path: str, file: FakeFile) -> None:
        self.disk[path] = file
        self.folders.setdefault(folder_of(path), BEGINNING)

    def restart(self) -> None:
        """What Windows does when it starts: files marked are removed, nothing runs or is held."""
        self.held.clear()
        self.programs.clear()
        self.disk = {path: one for path, one in self.disk.items() if path not in self.at_restart}
        self.at_restart.clear()

    def seen(self) -> tuple[object, ...]:
        """Everything that undo has to give back."""
        return (
            dict(self.disk),
            dict(self.folders),
            set(self.at_restart),
            {key: dict(values) for key, values in self.keys.items() if values},
            {name: one.start for name, one in self.service_looks.items()},
            dict(self.task_xml),
            self.firewall_off,
            self.block,
        )


@dataclass
class FakeFiles:
    pc: FakeWindows

    def look(self, path: str) -> FileLook | None:
        one = self.pc.disk.get(path)
        if one is None:
            return None
        return FileLook(
            size=len(one.data),
            times=one.times,
            attributes=one.attributes,
            security=one.security,
            streams=one.streams,
        )

    def chunks(self, path: str) -> Iterator[bytes]:
        yield self.pc.disk[path].data

    def remove(self, path: str, *, sha256: str) -> None:
        self._expect(path, sha256)
        if path in self.pc.held:
            raise InUseError(path)
        del self.pc.disk[path]
        self._touch(path)

    def rename(self, path: str, new: str, *, sha256: str) -> None:
        self._expect(path, sha256)
        if self.pc.held.get(path) == "everything":
            raise InUseError(path)
        if new in self.pc.disk:
            raise FileExistsError(new)
        self.pc.disk[new] = self.pc.disk.pop(path)
        if path in self.pc.held:
            self.pc.held[new] = self.pc.held.pop(path)
        self._touch(path)

    def remove_at_restart(self, path: str) -> None:
        self.pc.at_restart.add(path)

    def keep_at_restart(self, path: str) -> None:
        self.pc.at_restart.discard(path)

    def write(self, path: str, chunks: Iterable[bytes], look: FileLook) -> None:
        if path in self.pc.disk:
            raise FileExistsError(path)
        self.pc.disk[path] = FakeFile(
            b"".join(chunks), look.times, look.attributes, look.security, look.streams
        )
        self._touch(path)

    def folder_times(self, path: str) -> FileTimes | None:
        return self.pc.folders.get(folder_of(path))

    def set_folder_times(self, path: str, times: FileTimes) -> None:
        self.pc.folders[folder_of(path)] = times

    def is_signed_by_microsoft(self, path: str) -> bool:
        return path in self.pc.microsofts

    def is_foreign(self, path: str) -> bool:
        return path in self.pc.foreign

    def _expect(self, path: str, sha256: str) -> None:
        if hashlib.sha256(self.pc.disk[path].data).hexdigest() != sha256:
            raise ParseError("changed since it was looked at", where=path)

    def _touch(self, path: str) -> None:
        times = self.pc.folders[folder_of(path)]
        self.pc.folders[folder_of(path)] = FileTimes(times.created, times.accessed, 999)


@dataclass
class FakeRegistry:
    pc: FakeWindows

    def read(self, key: str, name: str) -> StoredValue | None:
        if any(sid in key.split("\\")[1:2] for sid in self.pc.signed_out):
            raise SignedOutError(key)
        return self.pc.keys.get(key, {}).get(name)

    def values(self, key: str) -> tuple[StoredValue, ...]:
        return tuple(self.pc.keys.get(key, {}).values())

    def write(self, key: str, value: StoredValue) -> None:
        self.pc.keys.setdefault(key, {})[value.name] = value

    def remove(self, key: str, name: str) -> None:
        self.pc.keys.get(key, {}).pop(name, None)


@dataclass
class FakeServices:
    pc: FakeWindows

    def look(self, name: str) -> ServiceLook | None:
        return self.pc.service_looks.get(name)

    def set_start(self, name: str, start: int) -> None:
        old = self.pc.service_looks[name]
        self.pc.service_looks[name] = ServiceLook(start=start, is_running=old.is_running)

    def stop(self, name: str) -> None:
        old = self.pc.service_looks[name]
        self.pc.service_looks[name] = ServiceLook(start=old.start, is_running=False)


@dataclass
class FakeTasks:
    pc: FakeWindows

    def xml(self, path: str) -> str | None:
        return self.pc.task_xml.get(path)

    def remove(self, path: str) -> None:
        self.pc.task_xml.pop(path, None)

    def register(self, path: str, xml: str) -> None:
        self.pc.task_xml[path] = xml


@dataclass
class FakeProcesses:
    pc: FakeWindows

    @property
    def own_pids(self) -> frozenset[int]:
        return frozenset((1000,))

    def running(self) -> Iterable[ProcessState]:
        return tuple(self.pc.programs)

    def end(self, process: ProcessState) -> None:
        if any(one.pid == process.pid and one != process for one in self.pc.programs):
            raise NotPermittedError("another process by now")
        self.pc.programs = [one for one in self.pc.programs if one != process]
        self.pc.held.clear()

    def pause(self) -> None:
        self.pc.on_pause()


@dataclass
class FakeNetwork:
    pc: FakeWindows

    def firewalls_off(self) -> tuple[str, ...]:
        return self.pc.firewall_off

    def cut(self, allowed: tuple[str, ...]) -> None:
        if self.pc.has_firewall:
            self.pc.firewall_off, self.pc.block = (), allowed

    def mend(self, firewalls_off: tuple[str, ...]) -> None:
        self.pc.firewall_off, self.pc.block = firewalls_off, None

    def is_cut(self, allowed: tuple[str, ...]) -> bool:
        return self.pc.block == allowed and not self.pc.firewall_off


def again(process: ProcessState, pid: int) -> ProcessState:
    """The same program, started once more."""
    return ProcessState(
        pid=pid,
        created=process.created + 10_000_000,
        name=process.name,
        path=process.path,
        command_line=process.command_line,
    )


def changed_file(file: FakeFile, data: bytes) -> FakeFile:
    return replace(file, data=data)
