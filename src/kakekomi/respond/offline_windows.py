"""An offline Windows disk as something that can be responded to.

Nothing runs on it, so there are no processes to end and no network to cut; everything else is done
on its files and hives. Nothing but the targets changes below the root; of a folder from which a
file was taken the times are set back. What is kept lies in the store, outside the root.
"""

from collections.abc import Iterator
from pathlib import Path

from kakekomi.facts.errors import UnsupportedError
from kakekomi.respond.container import Exhibit
from kakekomi.respond.durable import Checkpoint, nothing
from kakekomi.respond.offline_entries import OfflineRegistry, OfflineServices, OfflineTasks
from kakekomi.respond.offline_files import OfflineFiles
from kakekomi.respond.offline_hive import OfflineHives
from kakekomi.respond.state import State
from kakekomi.respond.store import Store


class OfflineWindows:
    """The disk of a PC that is not running."""

    def __init__(self, root: Path, store: Store, *, checkpoint: Checkpoint = nothing) -> None:
        hives = OfflineHives(root, checkpoint=checkpoint)
        plain = OfflineFiles(root, store, is_guarded=False, checkpoint=checkpoint)
        self.files = OfflineFiles(root, store, checkpoint=checkpoint)
        self.registry = OfflineRegistry(hives)
        self.services = OfflineServices(hives)
        self.tasks = OfflineTasks(hives, plain)
        self.processes = NotThere("nothing runs on a disk")
        self.network = NotThere("a disk has no network")

    def is_windows_copy(self, path: str) -> bool:
        """Whether System32 or SysWOW64 has the same file under the same name."""
        return self.files.is_windows_copy(path)

    def is_foreign(self, path: str) -> bool:  # noqa: ARG002  as a running PC
        """A disk that does not run can't tell."""
        return False


class NotThere:
    """A part that this PC does not have."""

    def __init__(self, reason: str) -> None:
        self._reason = reason

    def capture(self, target: str) -> State:
        """Raises: UnsupportedError."""
        raise UnsupportedError(f"{target}: {self._reason}")

    def change(self, state: State) -> None:
        """Raises: UnsupportedError."""
        raise UnsupportedError(f"{state}: {self._reason}")

    def before_restore(self, state: State) -> State:
        """Raises: UnsupportedError."""
        raise UnsupportedError(f"{state}: {self._reason}")

    def restore(self, state: State) -> None:
        """Raises: UnsupportedError."""
        raise UnsupportedError(f"{state}: {self._reason}")

    def is_changed(self, state: State) -> bool:
        """Never: nothing is there."""
        raise UnsupportedError(f"{state}: {self._reason}")

    def exhibits(self, target: str) -> Iterator[Exhibit]:  # noqa: ARG002  as the others
        """Nothing to keep."""
        yield from ()
