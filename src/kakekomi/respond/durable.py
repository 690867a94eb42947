"""Writing that survives a cut of power, and the points at which tests cut it.

A checkpoint is called between any two changes that a crash could part. In the product it does
nothing; tests raise or kill the process there.
"""

import os
from collections.abc import Callable
from pathlib import Path

Checkpoint = Callable[[str], None]
"""Called with the name of what has just happened."""


def nothing(_name: str) -> None:
    """The checkpoint of the product."""


def sync_folder(folder: Path) -> None:
    """Make renames and removals in a folder last; Windows does so by itself."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def private_folder(folder: Path) -> Path:
    """Make a folder, with those above it, that only this user may enter."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder
