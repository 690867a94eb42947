"""Files of an offline Windows disk: moved into the store, put back with everything they had.

A file is read through ``Disk``, which follows no link and leaves no trace. It is removed only after
its copy was read back from the store. The times of its folder are set back to what they were, so
that apart from the file nothing shows. Extended attributes are kept where the system shows them:
through them NTFS drivers of Linux give access lists, DOS attributes and second streams (the mark of
the web), if they are set to.
"""

import hashlib
import os
import stat
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from kakekomi.facts.errors import NotPermittedError, ParseError
from kakekomi.host.disk import Disk, Entry
from kakekomi.respond.container import Exhibit
from kakekomi.respond.durable import Checkpoint, nothing, sync_folder
from kakekomi.respond.guard import file_refusal
from kakekomi.respond.state import Attribute, FileState, State, Times
from kakekomi.respond.store import Store
from kakekomi.respond.system import GoneError, expect

MAX_FILE_BYTES: Final = 2 * 1024 * 1024 * 1024
"""As a container; padded samples have half a gigabyte."""
MAX_ATTRIBUTES: Final = 256
"""A file has a handful."""
_PART: Final = b".kakekomi-part"
"""Ending of a file while it is put back."""
_OWN_ATTRIBUTES: Final = "user."
"""Attributes that any file system takes back; others belong to the system and may be refused."""
_SYSTEM_FOLDERS: Final = ("System32", "SysWOW64")


class OfflineFiles:
    """The files below a root."""

    def __init__(
        self,
        root: Path,
        store: Store,
        *,
        is_guarded: bool = True,
        checkpoint: Checkpoint = nothing,
    ) -> None:
        """``is_guarded`` is off for files that Windows keeps lists in, which tasks are."""
        self._root = root
        self._store = store
        self._is_guarded = is_guarded
        self._checkpoint = checkpoint

    def capture(self, target: str) -> FileState:
        """How the file is now. Raises: NotPermittedError if the guard refuses it."""
        refusal = file_refusal(target) if self._is_guarded else None
        if refusal is not None:
            raise NotPermittedError(f"{target}: not moved ({refusal})")
        disk = self._disk(target)
        entry = _plain(disk, target)
        if entry is None:
            raise GoneError("no such file", where=target)
        found, folder = os.lstat(entry.local), Path(entry.local).parent.stat()
        if found.st_size > MAX_FILE_BYTES:
            raise ParseError("too large to be kept", where=target)
        return FileState(
            path=entry.path,
            local_name=os.fsencode(Path(entry.local).name),
            size=found.st_size,
            sha256=_hash(disk, entry),
            mode=stat.S_IMODE(found.st_mode),
            owner=found.st_uid,
            group=found.st_gid,
            times=_times(found),
            folder_times=_times(folder),
            attributes=tuple(_attributes(entry.local)),
        )

    def change(self, state: State) -> None:
        """Move it away."""
        one = expect(state, FileState)
        disk = self._disk(one.path)
        entry = _plain(disk, one.path)
        if entry is not None:
            if _hash(disk, entry) != one.sha256:
                raise ParseError("changed since it was looked at", where=one.path)
            self._store.keep(one, disk.chunks(entry, limit=MAX_FILE_BYTES))
            self._checkpoint("file kept")
            self._remove(Path(entry.local), one)
        elif not self._store.holds(one):
            raise ParseError("gone, and not in quarantine", where=one.path)
        folder = disk.find(one.path.rpartition("\\")[0])
        if folder is not None:
            _set_times(Path(folder.local), one.folder_times)

    def before_restore(self, state: State) -> FileState:
        """The same: a file in its place is compared when it is put back."""
        return expect(state, FileState)

    def restore(self, state: State) -> None:
        """Put it back where it was. Raises: ParseError if another file is there now."""
        one = expect(state, FileState)
        disk = self._disk(one.path)
        folder = disk.find(one.path.rpartition("\\")[0])
        if folder is None or not folder.is_folder:
            raise ParseError("its folder is gone; the file is kept in quarantine", where=one.path)
        place, entry = Path(folder.local), _plain(disk, one.path)
        part = place / os.fsdecode(one.local_name + _PART)
        if entry is None:
            self._write(part, one)
            self._checkpoint("file written in part")
            part.replace(place / os.fsdecode(one.local_name))
            self._checkpoint("file put back")
        elif _hash(disk, entry) != one.sha256:
            raise ParseError("another file is there now; it was left alone", where=one.path)
        part.unlink(missing_ok=True)
        sync_folder(place)
        _set_times(place / os.fsdecode(one.local_name), one.times)
        _set_times(place, one.folder_times)

    def is_changed(self, state: State) -> bool:
        """Whether it is away and safe."""
        one = expect(state, FileState)
        return _plain(self._disk(one.path), one.path) is None and self._store.holds(one)

    def is_present(self, target: str) -> bool:
        """Whether the file is there."""
        return _plain(self._disk(target), target) is not None

    def exhibits(self, target: str) -> Iterator[Exhibit]:
        """The file itself, under its path."""
        disk = self._disk(target)
        entry = _plain(disk, target)
        if entry is not None:
            chunks = disk.chunks(entry, limit=MAX_FILE_BYTES)
            yield Exhibit(name=entry.path.replace(":", "").replace("\\", "/"), chunks=chunks)

    def digest(self, target: str) -> str | None:
        """SHA-256 of the file; None if it is not there."""
        disk = self._disk(target)
        entry = _plain(disk, target)
        return None if entry is None else _hash(disk, entry)

    def is_windows_copy(self, path: str) -> bool:
        """Whether System32 or SysWOW64 has the same file under the same name."""
        disk = self._disk(path)
        entry = _plain(disk, path)
        if entry is None:
            return False
        own = [
            found
            for folder in _SYSTEM_FOLDERS
            if (found := _plain(disk, f"{path[:2]}\\Windows\\{folder}\\{entry.name}"))
            and found.path != entry.path
            and disk.status(found) is not None
        ]
        size = os.lstat(entry.local).st_size
        same = [found for found in own if os.lstat(found.local).st_size == size]
        return bool(same) and _hash(disk, entry) in {_hash(disk, found) for found in same}

    def _disk(self, path: str) -> Disk:
        """A fresh look each time, since the disk changes under our hands."""
        return Disk(self._root, drive=path[:2])

    def _remove(self, local: Path, state: FileState) -> None:
        local.unlink()
        self._checkpoint("file removed")
        sync_folder(local.parent)
        _set_times(local.parent, state.folder_times)

    def _write(self, part: Path, state: FileState) -> None:
        flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
        flags |= getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
        digest = hashlib.sha256()
        with os.fdopen(os.open(part, flags, 0o600), "wb") as out:
            for chunk in self._store.content(state):
                digest.update(chunk)
                _write_sparse(out.fileno(), chunk)
            out.truncate(state.size)
            if digest.hexdigest() != state.sha256:
                raise ParseError("its copy in quarantine is damaged", where=state.path)
            _give_back(part, state)
            os.fsync(out.fileno())


def _plain(disk: Disk, path: str) -> Entry | None:
    """The file, if it is there under exactly this path and no other spelling of it."""
    entry = disk.find(path)
    if entry is None or entry.is_folder or entry.path.casefold() != path.casefold():
        return None
    return entry


def _hash(disk: Disk, entry: Entry) -> str:
    digest = hashlib.sha256()
    for chunk in disk.chunks(entry, limit=MAX_FILE_BYTES):
        digest.update(chunk)
    return digest.hexdigest()


def _write_sparse(handle: int, chunk: bytes) -> None:
    """Leave a hole where there are only zeros: padding takes no space again."""
    if chunk.count(0) == len(chunk):
        os.lseek(handle, len(chunk), os.SEEK_CUR)
        return
    rest = memoryview(chunk)
    while rest:
        rest = rest[os.write(handle, rest) :]


def _give_back(part: Path, state: FileState) -> None:
    """Owner, rights and attributes, as far as this system lets us."""
    if hasattr(os, "chown") and os.name != "nt":
        found = part.stat()
        if (found.st_uid, found.st_gid) != (state.owner, state.group):
            os.chown(part, state.owner, state.group)
    part.chmod(state.mode)
    if sys.platform == "win32":
        return
    for one in state.attributes:
        try:
            os.setxattr(part, os.fsencode(one.name), one.data)
        except OSError:
            if one.name.startswith(_OWN_ATTRIBUTES):
                raise


def _attributes(local: str) -> Iterable[Attribute]:
    if sys.platform == "win32" or not hasattr(os, "listxattr"):
        return
    try:
        listed = os.listxattr(local, follow_symlinks=False)[:MAX_ATTRIBUTES]
    except OSError:
        return
    for name in listed:
        yield Attribute(name, os.getxattr(local, name, follow_symlinks=False))


def _times(found: os.stat_result) -> Times:
    return Times(accessed_ns=found.st_atime_ns, modified_ns=found.st_mtime_ns)


def _set_times(path: Path, times: Times) -> None:
    """Of a file or folder that was just looked at and is no link."""
    os.utime(path, ns=(times.accessed_ns, times.modified_ns))
