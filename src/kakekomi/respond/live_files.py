"""Files of a running Windows: moved into the store, put back with everything they had.

The guard stands below every path: before a file is looked at for removal, and again right before
it is removed, by its name, its place, Windows' own copies and its signature, inside the file or in
a catalogue. A file is removed only after its copy was read back from the store, and only if its
content is still the one that was kept.

A file that a program holds can't be removed. Windows lets it be renamed mostly: then nothing finds
it under its name any more, and Windows removes it at its next start. Where even that is refused it
is only marked for removal at the next start, which is told as *not done yet*; after the restart
``apply`` sees that it is gone. ``restore`` takes either mark back.
"""

import hashlib
import ntpath
from collections.abc import Iterator
from typing import Final

from kakekomi.facts.errors import NotPermittedError, ParseError, UnavailableError
from kakekomi.respond.container import Exhibit
from kakekomi.respond.controls import FileControl, FileLook, InUseError
from kakekomi.respond.durable import Checkpoint, nothing
from kakekomi.respond.guard import Refusal, file_refusal
from kakekomi.respond.offline_files import MAX_FILE_BYTES
from kakekomi.respond.state import LiveFileState, State
from kakekomi.respond.store import Store
from kakekomi.respond.system import GoneError, expect

PARKED: Final = ".kakekomi-quarantine"
"""Ending of a file that is held: no program of Windows opens it."""
_SYSTEM_FOLDERS: Final = ("System32", "SysWOW64")


class LiveFiles:
    """The files of the PC that this runs on."""

    def __init__(
        self, control: FileControl, store: Store, *, checkpoint: Checkpoint = nothing
    ) -> None:
        self._control = control
        self._store = store
        self._checkpoint = checkpoint

    def capture(self, target: str) -> LiveFileState:
        """How the file is now. Raises: NotPermittedError if the guard refuses it."""
        self._refuse(target)
        look, folder = self._control.look(target), self._control.folder_times(target)
        if look is None or folder is None:
            raise GoneError("no such file", where=target)
        if look.size > MAX_FILE_BYTES:
            raise ParseError("too large to be kept", where=target)
        return LiveFileState(
            path=target,
            size=look.size,
            sha256=_hash(self._control.chunks(target)),
            times=look.times,
            folder_times=folder,
            attributes=look.attributes,
            security=look.security,
            streams=look.streams,
        )

    def change(self, state: State) -> None:
        """Move it away."""
        one = expect(state, LiveFileState)
        if self._control.look(one.path) is None:
            if not self._store.holds(one):
                raise ParseError("gone, and not in quarantine", where=one.path)
            self._set_folder_times(one)
            return
        self._refuse(one.path)
        if _hash(self._control.chunks(one.path)) != one.sha256:
            raise ParseError("changed since it was looked at", where=one.path)
        self._store.keep(one, self._control.chunks(one.path))
        self._checkpoint("file kept")
        self._remove(one)
        self._checkpoint("file removed")
        self._set_folder_times(one)

    def _remove(self, one: LiveFileState) -> None:
        """By force if need be. Raises: UnavailableError if it goes at the next start only."""
        parked = one.path + PARKED
        try:
            self._control.remove(one.path, sha256=one.sha256)
        except InUseError:
            self._checkpoint("file in use")
            try:
                self._control.rename(one.path, parked, sha256=one.sha256)
            except InUseError as error:
                self._control.remove_at_restart(one.path)
                raise UnavailableError(
                    f"{one.path}: a program holds it; Windows removes it at its next start. "
                    "Restart the PC, then apply again"
                ) from error
            self._checkpoint("file renamed")
            self._control.remove_at_restart(parked)

    def before_restore(self, state: State) -> LiveFileState:
        """The same: a file in its place is compared when it is put back."""
        return expect(state, LiveFileState)

    def restore(self, state: State) -> None:
        """Put it back where it was. Raises: ParseError if another file is there now."""
        one = expect(state, LiveFileState)
        parked = one.path + PARKED
        for path in (one.path, parked):
            self._control.keep_at_restart(path)
        self._checkpoint("no removal at restart")
        if self._control.look(one.path) is None:
            if self._control.folder_times(one.path) is None:
                raise ParseError(
                    "its folder is gone; the file is kept in quarantine", where=one.path
                )
            self._put_back(one, parked)
            self._checkpoint("file put back")
        elif _hash(self._control.chunks(one.path)) != one.sha256:
            raise ParseError("another file is there now; it was left alone", where=one.path)
        self._set_folder_times(one)

    def _put_back(self, one: LiveFileState, parked: str) -> None:
        if self._control.look(parked) is not None:
            self._control.rename(parked, one.path, sha256=one.sha256)
            return
        if not self._store.holds(one):
            raise ParseError("its copy in quarantine is damaged", where=one.path)
        look = FileLook(
            size=one.size,
            times=one.times,
            attributes=one.attributes,
            security=one.security,
            streams=one.streams,
        )
        self._control.write(one.path, self._store.content(one), look)

    def is_changed(self, state: State) -> bool:
        """Whether it is away and safe."""
        one = expect(state, LiveFileState)
        return self._control.look(one.path) is None and self._store.holds(one)

    def exhibits(self, target: str) -> Iterator[Exhibit]:
        """The file itself under its path, and its streams (the mark of the web) beside it."""
        look = self._control.look(target)
        if look is None:
            return
        name = target.replace(":", "").replace("\\", "/")
        yield Exhibit(name=name, chunks=self._control.chunks(target))
        for number, stream in enumerate(look.streams):
            yield Exhibit(name=f"{name}.stream-{number}", chunks=[stream.data])

    def digest(self, target: str) -> str | None:
        """SHA-256 of the file; None if it is not there."""
        if self._control.look(target) is None:
            return None
        return _hash(self._control.chunks(target))

    def is_windows_copy(self, path: str) -> bool:
        """Whether System32 or SysWOW64 has the same file under the same name."""
        look = self._control.look(path)
        if look is None:
            return False
        name = ntpath.basename(path)
        for folder in _SYSTEM_FOLDERS:
            own = f"{path[:2]}\\Windows\\{folder}\\{name}"
            if own.casefold() == path.casefold():
                continue
            found = self._control.look(own)
            if found is not None and found.size == look.size and self._is_same(path, own):
                return True
        return False

    def is_foreign(self, path: str) -> bool:
        """Whether Windows certainly did not put it there."""
        return self._control.look(path) is not None and self._control.is_foreign(path)

    def _is_same(self, path: str, other: str) -> bool:
        return _hash(self._control.chunks(path)) == _hash(self._control.chunks(other))

    def _refuse(self, path: str) -> None:
        refusal = file_refusal(
            path, is_copy=self.is_windows_copy, is_foreign=self._control.is_foreign
        )
        if refusal is None and self._control.look(path) is not None:
            is_microsofts = self._control.is_signed_by_microsoft(path)
            refusal = Refusal.MICROSOFT_SIGNED if is_microsofts else None
        if refusal is not None:
            raise NotPermittedError(f"{path}: not moved ({refusal})")

    def _set_folder_times(self, one: LiveFileState) -> None:
        if self._control.folder_times(one.path) is not None:
            self._control.set_folder_times(one.path, one.folder_times)


def _hash(chunks: Iterator[bytes]) -> str:
    digest = hashlib.sha256()
    for chunk in chunks:
        digest.update(chunk)
    return digest.hexdigest()
