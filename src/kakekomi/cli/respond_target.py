"""What ``respond`` works on: the disk of a PC, or the PC that this runs on."""

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from kakekomi.check.judging import Collected, Judging
from kakekomi.check.visible import valid_text
from kakekomi.cli import pcs
from kakekomi.cli.console import Console
from kakekomi.cli.data_folder import RESPONSES, THIS_PC, journal_of
from kakekomi.respond.live_windows import LiveWindows
from kakekomi.respond.offline_windows import OfflineWindows
from kakekomi.respond.store import Store
from kakekomi.respond.system import System


class Target(Protocol):
    """A PC."""

    @property
    def name(self) -> str:
        """For messages."""
        ...

    @property
    def is_possible(self) -> bool:
        """Whether it can be responded to from here."""
        ...

    def facts(self, judging: Judging, console: Console) -> Collected:
        """A fresh look."""
        ...

    def system(self, store: Store) -> System:
        """What actions are done to."""
        ...

    def journal(self, folder: Path) -> Path:
        """The journal unless one is named; ``folder`` is the data folder."""
        ...

    def is_below(self, path: Path) -> bool:
        """Whether the path lies in what is changed, where no journal may lie."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class DiskTarget:
    """A mounted drive or a copied folder."""

    root: str
    volume_serial: str | None

    @property
    def name(self) -> str:
        """As it was given."""
        return valid_text(self.root)

    @property
    def is_possible(self) -> bool:
        """Everywhere."""
        return True

    def facts(self, judging: Judging, console: Console) -> Collected:  # noqa: ARG002  as the other
        """A fresh look."""
        return pcs.root(self.root, volume_serial=self.volume_serial, judging=judging)

    def system(self, store: Store) -> System:
        """What actions are done to."""
        return OfflineWindows(Path(self.root), store)

    def journal(self, folder: Path) -> Path:
        """Told by where the disk lies."""
        return journal_of(Path(self.root), folder)

    def is_below(self, path: Path) -> bool:
        """A disk is evidence."""
        return pcs.is_inside(str(path), self.root)


@dataclass(frozen=True, slots=True, kw_only=True)
class ThisPc:
    """The PC that this runs on."""

    allowed: tuple[str, ...]
    """Addresses that stay reachable when the network is cut."""

    @property
    def name(self) -> str:
        """None is needed: there is one."""
        return ""

    @property
    def is_possible(self) -> bool:
        """On Windows."""
        return sys.platform == "win32"

    def facts(self, judging: Judging, console: Console) -> Collected:
        """A fresh look."""
        return pcs.live(judging, console)

    def system(self, store: Store) -> System:
        """What actions are done to. Raises: ParseError if an address is none."""
        from kakekomi.respond.windows.this_pc import this_pc  # noqa: PLC0415  there only

        return LiveWindows(this_pc(), store, allowed=self.allowed)

    def journal(self, folder: Path) -> Path:
        """One for this PC and user."""
        return folder / RESPONSES / THIS_PC

    def is_below(self, path: Path) -> bool:  # noqa: ARG002  as the other
        """A running PC is no evidence that must not change, and has no other place."""
        return False
