"""What respond asks of a running Windows, and nothing else: the rim that tests replace.

Each control does one small thing and reports what Windows says; what to do, in which order, and
what must never be done is decided above (``live_files``, ``live_entries`` …). All raise
``NotPermittedError``, ``UnavailableError`` or ``UnsupportedError`` if Windows refuses;
``InUseError`` where a file is held by a program.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import msgspec

from kakekomi.facts.errors import UnavailableError
from kakekomi.respond.state import Attribute, FileTimes, ProcessState


class InUseError(UnavailableError):
    """A program holds the file, so that Windows does not let it be removed or renamed."""


class SignedOutError(UnavailableError):
    """It belongs to a user who is not signed in, whose registry Windows has not loaded."""


class FileLook(msgspec.Struct, frozen=True, kw_only=True):
    """A file as it is now."""

    size: int
    times: FileTimes
    attributes: int
    security: str
    """SDDL; empty if it may not be read."""
    streams: tuple[Attribute, ...]


class StoredValue(msgspec.Struct, frozen=True, kw_only=True):
    """A registry value."""

    name: str
    type: int
    data: bytes


class ServiceLook(msgspec.Struct, frozen=True, kw_only=True):
    """A service as it is now."""

    start: int
    is_running: bool


class FileControl(Protocol):
    """Files, named by plain Windows paths. Links and junctions are never followed."""

    def look(self, path: str) -> FileLook | None:
        """None if nothing is there. Raises: NotPermittedError if it is a folder or link."""
        ...

    def chunks(self, path: str) -> Iterator[bytes]:
        """Its content."""
        ...

    def remove(self, path: str, *, sha256: str) -> None:
        """Remove the file if it still has this content. Raises: InUseError, ParseError."""
        ...

    def rename(self, path: str, new: str, *, sha256: str) -> None:
        """Rename in the same folder; not over another file. Raises: InUseError, ParseError."""
        ...

    def remove_at_restart(self, path: str) -> None:
        """Let Windows remove it before anything else starts."""
        ...

    def keep_at_restart(self, path: str) -> None:
        """Take that back; nothing happens if it was not asked for."""
        ...

    def write(self, path: str, chunks: Iterable[bytes], look: FileLook) -> None:
        """Make a new file with all that it had. Raises: OSError if there is one."""
        ...

    def folder_times(self, path: str) -> FileTimes | None:
        """Times of the folder that the path lies in; None if there is none."""
        ...

    def set_folder_times(self, path: str, times: FileTimes) -> None:
        """Set them."""
        ...

    def is_signed_by_microsoft(self, path: str) -> bool:
        """Whether a valid signature of Microsoft is in the file, or a catalogue lists it."""
        ...

    def is_foreign(self, path: str) -> bool:
        """Whether Windows certainly did not put it there; not, if that can't be told."""
        ...


class RegistryControl(Protocol):
    r"""Values, by keys such as ``HKEY_LOCAL_MACHINE\Software\…``, as a 64-bit program sees them."""

    def read(self, key: str, name: str) -> StoredValue | None:
        """None if there is no such value. Raises: SignedOutError if its hive is not loaded."""
        ...

    def values(self, key: str) -> tuple[StoredValue, ...]:
        """All values of a key; none if there is no such key."""
        ...

    def write(self, key: str, value: StoredValue) -> None:
        """Write it, and the key if need be."""
        ...

    def remove(self, key: str, name: str) -> None:
        """Take it out; nothing happens if it is not there."""
        ...


class ServiceControl(Protocol):
    """Services by name."""

    def look(self, name: str) -> ServiceLook | None:
        """None if there is no such service."""
        ...

    def set_start(self, name: str, start: int) -> None:
        """How it starts."""
        ...

    def stop(self, name: str) -> None:
        """Stop it and wait. Raises: UnavailableError if it does not."""
        ...


class TaskControl(Protocol):
    r"""Scheduled tasks by path, such as ``\Vendor\Update``."""

    def xml(self, path: str) -> str | None:
        """Its definition; None if there is no such task."""
        ...

    def remove(self, path: str) -> None:
        """Take it out."""
        ...

    def register(self, path: str, xml: str) -> None:
        """Put it in; over one of the same path."""
        ...


class ProcessControl(Protocol):
    """Running programs."""

    @property
    def own_pids(self) -> frozenset[int]:
        """Ours and those that started it: ending them would leave the rest undone."""
        ...

    def running(self) -> Iterable[ProcessState]:
        """All that can be told apart: number, start and path are known."""
        ...

    def end(self, process: ProcessState) -> None:
        """End exactly this one; nothing happens if it has ended by itself."""
        ...

    def pause(self) -> None:
        """Wait a moment for whatever starts things again."""
        ...


class NetworkControl(Protocol):
    """The network."""

    def firewalls_off(self) -> tuple[str, ...]:
        """Profiles whose firewall is switched off."""
        ...

    def cut(self, allowed: tuple[str, ...]) -> None:
        """Block everything but these addresses, in and out, on every adapter."""
        ...

    def mend(self, firewalls_off: tuple[str, ...]) -> None:
        """Take the block away, and switch these firewalls off again."""
        ...

    def is_cut(self, allowed: tuple[str, ...]) -> bool:
        """Whether Windows really blocks, by a fresh look that does not trust what was done."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Controls:
    """All of them, and where the system drive lies."""

    root: Path
    """Root folder of the system drive, as Python reaches it."""
    drive: str
    """Its letter with colon."""

    files: FileControl
    registry: RegistryControl
    services: ServiceControl
    tasks: TaskControl
    processes: ProcessControl
    network: NetworkControl
