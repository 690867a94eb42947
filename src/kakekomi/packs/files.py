"""Where the files of a pack come from: a folder, or the members of a built pack.

Every path is relative to the pack and has forward slashes.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final, Protocol

from kakekomi.facts.errors import ConfigurationError

MAX_PACK_FILE_BYTES: Final = 4 * 1024 * 1024
"""Far above the largest text of a pack; keeps a wrong folder from filling the memory."""

MAX_PACK_FILES: Final = 4_000
"""Ten times the Emotet pack."""


class PackFiles(Protocol):
    """The files of one pack."""

    def names(self, folder: str = "") -> tuple[str, ...]:
        """Paths of the files directly in a folder, or of all files for the empty folder; sorted."""

    def read(self, name: str) -> bytes:
        """Content of one file. Raises: ConfigurationError if there is none."""


@dataclass(frozen=True, slots=True)
class FolderFiles:
    """A pack as a folder, read when asked."""

    root: Path

    def names(self, folder: str = "") -> tuple[str, ...]:
        """As the protocol says; names that start with a dot are no part of a pack."""
        if folder:
            place = self.root / folder
            names = [entry.name for entry in place.iterdir()] if place.is_dir() else []
            return tuple(f"{folder}/{name}" for name in sorted(names) if not name.startswith("."))
        paths = (path for path in self.root.rglob("*") if path.is_file() or path.is_symlink())
        relative = (path.relative_to(self.root) for path in paths)
        shown = (path for path in relative if not _is_hidden(path))
        return tuple(sorted(path.as_posix() for path in islice(shown, MAX_PACK_FILES + 1)))

    def read(self, name: str) -> bytes:
        """As the protocol says."""
        path = self.root / name
        if path.is_symlink():
            raise ConfigurationError(f"pack file {name!r} is a symbolic link")
        try:
            with path.open("rb") as file:
                data = file.read(MAX_PACK_FILE_BYTES + 1)
        except OSError as error:
            raise ConfigurationError(f"pack file {name!r} can't be read: {error}") from error
        if len(data) > MAX_PACK_FILE_BYTES:
            raise ConfigurationError(f"pack file {name!r} is over {MAX_PACK_FILE_BYTES} bytes")
        return data


def _is_hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)


@dataclass(frozen=True, slots=True)
class MemoryFiles:
    """A pack whose files are in memory already."""

    contents: Mapping[str, bytes]

    def names(self, folder: str = "") -> tuple[str, ...]:
        """As the protocol says."""
        if not folder:
            return tuple(sorted(self.contents))
        return tuple(sorted(name for name in self.contents if name.rpartition("/")[0] == folder))

    def read(self, name: str) -> bytes:
        """As the protocol says."""
        try:
            return self.contents[name]
        except KeyError:
            raise ConfigurationError(f"the pack has no file {name!r}") from None
