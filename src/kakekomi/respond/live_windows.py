"""The PC that this runs on as something that can be responded to."""

from kakekomi.respond.controls import Controls
from kakekomi.respond.durable import Checkpoint, nothing
from kakekomi.respond.live_entries import LiveRegistry, LiveServices, LiveTasks
from kakekomi.respond.live_files import LiveFiles
from kakekomi.respond.live_hives import SignedOutHives, profiles
from kakekomi.respond.live_network import LiveNetwork
from kakekomi.respond.live_processes import LiveProcesses
from kakekomi.respond.offline_entries import OfflineRegistry
from kakekomi.respond.store import Store


class LiveWindows:
    """A running Windows."""

    def __init__(
        self,
        controls: Controls,
        store: Store,
        *,
        allowed: tuple[str, ...] = (),
        checkpoint: Checkpoint = nothing,
    ) -> None:
        """``allowed`` are addresses that stay reachable when the network is cut."""
        self.files = LiveFiles(controls.files, store, checkpoint=checkpoint)
        hives = SignedOutHives(
            controls.root,
            controls.drive,
            profiles(controls.registry, controls.drive),
            checkpoint=checkpoint,
        )
        self.registry = LiveRegistry(
            controls.registry, OfflineRegistry(hives), checkpoint=checkpoint
        )
        self.services = LiveServices(controls.services, controls.registry, checkpoint=checkpoint)
        self.tasks = LiveTasks(controls.tasks, checkpoint=checkpoint)
        self.processes = LiveProcesses(controls.processes, checkpoint=checkpoint)
        self.network = LiveNetwork(controls.network, allowed, checkpoint=checkpoint)

    def is_windows_copy(self, path: str) -> bool:
        """Whether System32 or SysWOW64 has the same file under the same name."""
        return self.files.is_windows_copy(path)

    def is_foreign(self, path: str) -> bool:
        """Whether Windows certainly did not put it there, by its signatures."""
        return self.files.is_foreign(path)
