"""The pack that comes with the program: a folder beside this module, or part of a zipapp.

On a PC the program is one file on a USB stick or a share, from which hundreds of small files would
be slow to read.
"""

from collections.abc import Iterator
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Final

from kakekomi.packs.files import FolderFiles, MemoryFiles, PackFiles

HERE: Final = Path(__file__).parent


def embedded_files(pack_id: str) -> PackFiles:
    """Its files, read when asked if they lie in a folder."""
    folder = HERE / pack_id
    if folder.is_dir():
        return FolderFiles(folder)
    return unpacked(resources.files(__package__).joinpath(pack_id))


def unpacked(folder: Traversable) -> MemoryFiles:
    """All files of a folder that may lie in an archive."""
    return MemoryFiles(dict(_files(folder, "")))


def _files(folder: Traversable, above: str) -> Iterator[tuple[str, bytes]]:
    for entry in folder.iterdir():
        if entry.name.startswith("."):
            continue
        if entry.is_dir():
            yield from _files(entry, f"{above}{entry.name}/")
        else:
            yield f"{above}{entry.name}", entry.read_bytes()
