r"""An offline Windows disk: a mounted drive or a copied folder, read without a trace.

Windows paths are looked up in any case, also on file systems that tell case apart. Links and
junctions are never followed, so nothing outside the root is reached and no loop is entered.
Nothing is written, and where the system allows it (``O_NOATIME``) not even the time of the last
access changes. Only plain files are opened: a pipe or device in a copied folder would block.
"""

import errno
import os
import re
import stat
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kakekomi.facts.errors import NotPermittedError, ParseError

MAX_ENTRIES: Final = 100_000
"""Of one folder; System32 has five thousand."""
CHUNK_BYTES: Final = 1024 * 1024

SHORT_NAME_PATTERN: Final = re.compile(r"^([^~.]{1,6})~([1-9])(?:\.([^.]{1,3}))?$")
"""Takes ``PROGRA~1`` and ``WCGZVZ~1.LJK``; refuses ``a~b.txt``."""

_OPEN_FLAGS: Final = (
    os.O_RDONLY
    | getattr(os, "O_BINARY", 0)
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_CLOEXEC", 0)
)
_NO_ATIME: Final = getattr(os, "O_NOATIME", 0)
_FOLDER: Final = getattr(os, "O_DIRECTORY", 0)
_REPARSE_POINT: Final = 0x400
_NAME_SURROGATE: Final = 0x2000_0000
_ELSEWHERE: Final = 0x1000 | 0x0004_0000 | 0x0040_0000
"""Offline, recall on open, recall on data access: reading would fetch it from the cloud."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A file, folder or link."""

    path: str
    """Windows path."""
    name: str
    local: str
    """Path on the system that the check runs on."""
    is_folder: bool
    is_link: bool
    """A link or junction, or a file that the cloud keeps: never followed, never fetched."""

    @property
    def folder(self) -> str:
        """Windows path of the folder it lies in."""
        return self.path.rpartition("\\")[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """Size and times."""

    size: int
    modified_s: int
    """Seconds since 1970."""


class Disk:
    """The disk; ``drive`` is the letter that its paths begin with."""

    def __init__(self, root: Path, *, drive: str = "C:") -> None:
        if not root.is_dir():
            raise ParseError("no such folder", where=str(root))
        self.root = root
        self.drive = drive
        self.blocked: dict[str, None] = {}
        """Folders that could not be listed."""
        self.cut: dict[str, None] = {}
        """Folders with more entries than are looked at."""
        self._listed: dict[str, dict[str, Entry]] = {}

    def folder(self, path: str) -> tuple[Entry, ...]:
        """Entries of a folder sorted by name; none if there is no such folder."""
        entry = self.find(path)
        return tuple(self._list(entry).values()) if entry and entry.is_folder else ()

    def sift(self, folder: Entry, wanted: Callable[[str], bool]) -> tuple[list[Entry], list[Entry]]:
        """Plain files whose names are wanted, and folders, each sorted by name; links are left out.

        Names that nobody wants cost nothing else: caches hold thousands of them.
        """
        files: list[Entry] = []
        folders: list[Entry] = []
        try:
            for entry in self._scan(folder, wanted):
                if not entry.is_link:
                    (folders if entry.is_folder else files).append(entry)
        except OSError:
            self.blocked[folder.path] = None
        files.sort(key=_name)
        folders.sort(key=_name)
        return files, folders

    def find(self, path: str) -> Entry | None:
        """The file or folder at a Windows path of this drive; None if absent or behind a link."""
        if path[:2].casefold() != self.drive.casefold():
            return None
        entry = Entry(path=self.drive, name="", local=str(self.root), is_folder=True, is_link=False)
        for part in path[2:].split("\\"):
            if part and part != ".":
                found = self._child(entry, part)
                if found is None or found.is_link:
                    return None
                entry = found
        return entry

    def is_hidden(self, path: str) -> bool:
        """Whether a folder on the way could not be listed, so that nobody knows what is there."""
        return any(path.casefold().startswith(f"{one}\\".casefold()) for one in self.blocked)

    def is_file(self, path: str) -> bool:
        """Whether a plain file (no link, no folder) is there."""
        entry = self.find(path)
        return entry is not None and not entry.is_folder

    def status(self, entry: Entry) -> Status | None:
        """Size and times; None if they cannot be read or it is neither file nor folder."""
        try:
            found = os.lstat(entry.local)
        except OSError:
            return None
        if not (stat.S_ISREG(found.st_mode) or stat.S_ISDIR(found.st_mode)):
            return None
        return Status(size=found.st_size, modified_s=int(found.st_mtime))

    def head(self, entry: Entry, size: int) -> bytes:
        """The first bytes of a file. Raises: NotPermittedError, ParseError."""
        return b"".join(self.chunks(entry, limit=size))[:size]

    def chunks(self, entry: Entry, *, limit: int) -> Iterator[bytes]:
        """Bytes of a file up to a limit. Raises: NotPermittedError, ParseError."""
        with _opened(entry.local, entry.path) as handle:
            while limit > 0 and (data := _read(handle, min(limit, CHUNK_BYTES), entry.path)):
                limit -= len(data)
                yield data

    def stream(self, entry: Entry, name: str, size: int) -> bytes | None:
        """The first bytes of what is kept beside a file under a name; None if there is none."""
        local = f"{entry.local}:{name}"
        try:
            with _opened(local, entry.path) as handle:
                return _read(handle, size, entry.path)
        except (NotPermittedError, ParseError):
            return None

    def _child(self, folder: Entry, name: str) -> Entry | None:
        if not folder.is_folder:
            return None
        listed = self._list(folder)
        return listed.get(_key(name)) or _by_short_name(listed, name)

    def _list(self, folder: Entry) -> dict[str, Entry]:
        if (known := self._listed.get(folder.local)) is not None:
            return known
        found: list[Entry] = []
        try:
            found = sorted(self._scan(folder), key=lambda entry: entry.name)
        except OSError:
            self.blocked[folder.path] = None
        listed: dict[str, Entry] = {}
        for entry in found:
            listed.setdefault(_key(entry.name), entry)
        self._listed[folder.local] = listed
        return listed

    def _scan(self, folder: Entry, wanted: Callable[[str], bool] | None = None) -> Iterator[Entry]:
        """Entries in any order: all, or all folders and the files whose names are wanted."""
        local = folder.local.rstrip(os.sep) + os.sep
        with _scanned(folder.local) as entries:
            for count, entry in enumerate(entries):
                if count >= MAX_ENTRIES:
                    self.cut[folder.path] = None
                    return
                is_folder = entry.is_dir(follow_symlinks=False)
                if wanted and not is_folder and not wanted(entry.name):
                    continue
                name = readable(entry.name)
                yield Entry(
                    path=f"{folder.path}\\{name}",
                    name=name,
                    local=local + entry.name,
                    is_folder=is_folder,
                    is_link=entry.is_symlink() or _leads_elsewhere(entry),
                )


def _name(entry: Entry) -> str:
    return entry.name


def _leads_elsewhere(entry: "os.DirEntry[str]") -> bool:
    if os.name != "nt":
        return False
    found = entry.stat(follow_symlinks=False)
    return leads_elsewhere(
        attributes=getattr(found, "st_file_attributes", 0),
        tag=getattr(found, "st_reparse_tag", 0),
    )


def leads_elsewhere(*, attributes: int, tag: int) -> bool:
    """By Windows' attributes: a junction or mount point, or a file that is not on this disk.

    A folder that the cloud mirrors has a reparse tag too, but stands for itself.
    """
    stands_for_another = bool(attributes & _REPARSE_POINT and tag & _NAME_SURROGATE)
    return stands_for_another or bool(attributes & _ELSEWHERE)


def _key(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


def readable(name: str) -> str:
    """Valid Unicode for a name that may be none."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _by_short_name(listed: dict[str, Entry], name: str) -> Entry | None:
    """The entry that an 8.3 name stands for, if only one fits: numbers are not kept."""
    match = SHORT_NAME_PATTERN.match(name)
    if not match:
        return None
    start, extension = match[1].casefold(), (match[3] or "").casefold()
    fitting = [entry for entry in listed.values() if _fits(entry.name, start, extension)]
    return fitting[0] if len(fitting) == 1 else None


def _fits(name: str, start: str, extension: str) -> bool:
    stem, _, end = name.casefold().rpartition(".") if "." in name else (name.casefold(), "", "")
    return stem.replace(" ", "").replace(".", "").startswith(start) and end[:3] == extension


@contextmanager
def _scanned(local: str) -> Iterator[Iterator["os.DirEntry[str]"]]:
    """List a folder through a handle that leaves its time of access alone, where there is one."""
    if not _NO_ATIME or os.scandir not in os.supports_fd:
        with os.scandir(local) as entries:
            yield entries
        return
    handle = _open(local, _OPEN_FLAGS | _FOLDER)
    try:
        with os.scandir(handle) as entries:
            yield entries
    finally:
        os.close(handle)


def _open(local: str, flags: int) -> int:
    """Only the owner may ask for ``O_NOATIME``; others get the file without."""
    try:
        return os.open(local, flags | _NO_ATIME)
    except PermissionError as error:
        if error.errno != errno.EPERM or not _NO_ATIME:
            raise
        return os.open(local, flags)


@contextmanager
def _opened(local: str, path: str) -> Iterator[int]:
    try:
        handle = _open(local, _OPEN_FLAGS)
    except PermissionError as error:
        raise NotPermittedError(f"{path}: may not be read; try as administrator") from error
    except OSError as error:
        raise ParseError(f"cannot be read ({error.strerror})", where=path) from error
    try:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise ParseError("no plain file", where=path)
        yield handle
    finally:
        os.close(handle)


def _read(handle: int, size: int, path: str) -> bytes:
    try:
        return os.read(handle, size)
    except OSError as error:
        raise ParseError(f"cannot be read ({error.strerror})", where=path) from error
