"""What the readers of file systems share: a disk to read from, files found, and their caps."""

from collections.abc import Callable, Iterator
from typing import Final

import msgspec

from kakekomi.facts.errors import ParseError, UnsupportedError
from kakekomi.mail.archive import Shelf, member
from kakekomi.mail.archive_stream import StreamReader
from kakekomi.mail.zip_member import Problem

MAX_FOLDERS: Final = 2_000
"""Of one file system; an image in a mail holds a handful."""
MAX_FOLDER_BYTES: Final = 1024 * 1024
"""Of one folder's entries: some ten thousand files."""
MAX_FOLDERS_BYTES: Final = 8 * 1024 * 1024
"""Of all folders' entries: a quarter of a million."""
MAX_FOLDER_DEPTH: Final = 32
"""Deeper paths than Windows opens are made to exhaust readers."""
MAX_EXTENTS: Final = 4_096
"""Pieces of one file; small images are hardly fragmented."""
STEP_BYTES: Final = 1024 * 1024
"""Read at a time."""


class Disk(msgspec.Struct, frozen=True):
    """Sectors of a disk or a partition."""

    fetch: Callable[[int, int], bytes]
    """Bytes at an offset; fewer, or zeros, where there are none."""
    size: int
    start: int = 0

    def read(self, at: int, size: int) -> bytes:
        """``size`` bytes at ``at``, fewer at the end; nothing outside."""
        if at < 0 or at >= self.size:
            return b""
        return self.fetch(self.start + at, min(size, self.size - at))

    def part(self, at: int, size: int) -> "Disk":
        """A partition of it."""
        start = max(min(at, self.size), 0)
        return Disk(self.fetch, max(min(size, self.size - start), 0), self.start + start)


def of_bytes(data: bytes) -> Disk:
    """Disk whose sectors are ``data``."""
    return Disk(lambda at, size: data[at : at + size], len(data))


class FoundFile(msgspec.Struct, frozen=True):
    """A file of a file system."""

    name: str
    """Path, parts divided by a slash."""
    size: int
    chunks: Iterator[bytes]
    """Content, read when it is asked for."""
    place: int = -1
    """Offset of its first byte, by which the same file in two folder trees is known."""
    problem: Problem | None = None
    """Why it can't be read."""


def pieces(disk: Disk, extents: list[tuple[int, int]]) -> Iterator[bytes]:
    """Content of the extents (offset, size); offset -1 is a hole of zeros."""
    for at, size in extents:
        for done in range(0, size, STEP_BYTES):
            step = min(STEP_BYTES, size - done)
            chunk = bytes(step) if at < 0 else disk.read(at + done, step)
            yield chunk
            if len(chunk) < step:
                return


def put_files(files: Iterator[FoundFile], shelf: Shelf) -> None:
    """Put each file on the shelf, read as far as is needed; damage ends the listing."""
    try:
        for file in files:
            if shelf.is_full:
                return
            room = 0 if file.problem else shelf.purse.room(file.size, file.size)
            content = StreamReader(file.chunks).take(min(file.size, room))
            one = member(
                file.name,
                content,
                room=room,
                declared=file.size,
                packed=file.size,
                is_sound=True,
            )
            problem = file.problem or one.problem
            shelf.put(msgspec.structs.replace(one, problem=problem))
    except UnsupportedError as error:
        shelf.note(Problem.UNSUPPORTED, str(error))
    except ParseError as error:
        shelf.note(Problem.DAMAGED, str(error))


class Visits:
    """Folders seen, so that a folder inside itself ends, and what they cost."""

    __slots__ = ("_bytes", "_folders", "_seen")

    def __init__(self) -> None:
        self._seen: set[int] = set()
        self._folders = MAX_FOLDERS
        self._bytes = MAX_FOLDERS_BYTES

    def is_new(self, place: int, depth: int) -> bool:
        """Whether to read the folder at ``place``.

        Raises:
            ParseError: there were too many.
        """
        if place in self._seen or depth > MAX_FOLDER_DEPTH:
            return False
        self._seen.add(place)
        self._folders -= 1
        if self._folders < 0:
            raise ParseError("too many folders", where="file system")
        return True

    def paid(self, entries: bytes) -> bytes:
        """The folder's entries, counted.

        Raises:
            ParseError: there were too many.
        """
        self._bytes -= len(entries)
        if self._bytes < 0:
            raise ParseError("too large folders", where="file system")
        return entries
