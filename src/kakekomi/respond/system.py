"""What respond needs of a PC, in small parts: a running Windows can take the place of a disk.

Each part knows one kind of thing and does four things to it, all of which may be called again after
a crash at any point and must then end as if there had been none:

- ``capture`` looks, changes nothing, and gives all that ``change`` and ``restore`` will need;
- ``change`` makes the change, whether it was not begun, half done or done;
- ``before_restore`` looks whether something else changed in the meantime, and gives the state to
  restore from (usually the same); ``restore`` undoes, whether not begun, half done or done;
- ``is_changed`` looks at the PC: never at the journal, never at memory.

All raise ``KakekomiError`` or ``OSError`` if something can't be done, before they change anything;
``capture`` raises ``GoneError`` if the target is not there.
"""

from collections.abc import Iterator
from typing import Protocol, TypeVar

from kakekomi.facts.errors import ParseError
from kakekomi.respond.action import ActionKind
from kakekomi.respond.container import Exhibit
from kakekomi.respond.state import State


class GoneError(ParseError):
    """What was to be changed is not there any more: nothing is left to do."""


StateT = TypeVar("StateT", bound=State)


class Part(Protocol):
    """One kind of thing on a PC."""

    def capture(self, target: str) -> State:
        """How it is now."""
        ...

    def change(self, state: State) -> None:
        """Take it away or switch it off."""
        ...

    def before_restore(self, state: State) -> State:
        """What to restore from."""
        ...

    def restore(self, state: State) -> None:
        """Put it back."""
        ...

    def is_changed(self, state: State) -> bool:
        """Whether it is away or off, by a fresh look."""
        ...

    def exhibits(self, target: str) -> Iterator[Exhibit]:
        """What to keep of it as evidence, verbatim."""
        ...


class FilePart(Part, Protocol):
    """Files, of which more is asked."""

    def digest(self, target: str) -> str | None:
        """SHA-256 of the file; None if it is not there."""
        ...


class System(Protocol):
    """A PC."""

    @property
    def files(self) -> FilePart:
        """Targets are paths."""
        ...

    @property
    def registry(self) -> Part:
        """Targets are values: key and name, joined by a backslash."""
        ...

    @property
    def services(self) -> Part:
        """Targets are names of services."""
        ...

    @property
    def tasks(self) -> Part:
        r"""Targets are paths in the Task Scheduler, such as ``\Vendor\Update``."""
        ...

    @property
    def processes(self) -> Part:
        """Targets are process id, name and start, parted by blanks."""
        ...

    @property
    def network(self) -> Part:
        """The target is the PC."""
        ...

    def is_windows_copy(self, path: str) -> bool:
        """Whether System32 or SysWOW64 has the same file under the same name."""
        ...

    def is_foreign(self, path: str) -> bool:
        """Whether Windows certainly did not put it there; not, if that can't be told."""
        ...


def part_of(system: System, kind: ActionKind) -> Part:
    """The part that an action of this kind is done to; evidence is about files."""
    parts: dict[ActionKind, Part] = {
        ActionKind.SAVE_EVIDENCE: system.files,
        ActionKind.QUARANTINE_FILE: system.files,
        ActionKind.REMOVE_AUTORUN: system.registry,
        ActionKind.DISABLE_SERVICE: system.services,
        ActionKind.REMOVE_TASK: system.tasks,
        ActionKind.END_PROCESS: system.processes,
        ActionKind.ISOLATE_NETWORK: system.network,
    }
    return parts[kind]


def expect(state: State, kind: type[StateT]) -> StateT:
    """The state as the part's own. Raises: ParseError if a journal mixed them up."""
    if not isinstance(state, kind):
        raise ParseError(f"the journal has a {type(state).__name__} where it can't be")
    return state
