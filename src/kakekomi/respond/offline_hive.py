r"""Registry hives of an offline Windows disk, edited in place.

A hive is read whole, edited in memory, and only the bytes that differ are written, each known from
the journal beforehand. So a write that was cut anywhere is finished or undone by the same bytes,
and file, owner, rights and attributes stay those of Windows' own file.

If the hive went on in the meantime (the PC was started again), old bytes would destroy what is new;
then a value is put back as a value.

    HKEY_LOCAL_MACHINE\SOFTWARE  C:\Windows\System32\config\SOFTWARE
    HKEY_LOCAL_MACHINE\SYSTEM    C:\Windows\System32\config\SYSTEM
    HKEY_USERS\<SID or name>     NTUSER.DAT in the profile folder of ProfileList or of that name
"""

import hashlib
import os
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final, assert_never

from kakekomi.facts.errors import ParseError
from kakekomi.host.disk import Disk, Entry
from kakekomi.host.hive import MAX_HIVE_BYTES
from kakekomi.host.place import clean_path
from kakekomi.respond.durable import Checkpoint, nothing
from kakekomi.respond.hive_cells import Cells
from kakekomi.respond.hive_edit import HiveEditor, Patch, patched, reversed_patches
from kakekomi.respond.state import (
    ChangedNumber,
    HiveChange,
    HiveState,
    RemovedKey,
    RemovedValue,
    Times,
)

CONFIG: Final = "Windows\\System32\\config"
_PROFILE_LIST: Final = "Microsoft\\Windows NT\\CurrentVersion\\ProfileList"
_VERSION: Final = "Microsoft\\Windows NT\\CurrentVersion"
DRIVE_PATTERN: Final = re.compile(r"^([A-Z]:)\\", re.IGNORECASE)
r"""Takes ``C:\Windows``; refuses ``\SystemRoot``."""
LOG_HEAD_BYTES: Final = 1024
"""Header and start of the first entry of a transaction log."""


class OfflineHives:
    """The hives below a root."""

    def __init__(self, root: Path, *, checkpoint: Checkpoint = nothing) -> None:
        self._root = root
        self._checkpoint = checkpoint
        self.drive = self._system_drive()

    def hive_of(self, key: str) -> tuple[str, str]:
        """Windows path of the hive's file that a key lies in, and the key's path inside."""
        root, _, rest = key.partition("\\")
        first, _, inner = rest.partition("\\")
        match root.upper():
            case "HKEY_LOCAL_MACHINE" if first.upper() in {"SOFTWARE", "SYSTEM"}:
                return f"{self.drive}\\{CONFIG}\\{first.upper()}", inner
            case "HKEY_USERS":
                return f"{self._profile(first)}\\NTUSER.DAT", inner
            case _:
                raise ParseError("no hive of this disk", where=key)

    def editor(self, path: str) -> HiveEditor:
        """An editor of the hive. Raises: ParseError if it may not be edited."""
        disk, entry = self._find(path)
        _refuse_newer_logs(disk, path)
        return HiveEditor(disk.head(entry, MAX_HIVE_BYTES + 1), where=path)

    def state(self, path: str, editor: HiveEditor, changes: Iterable[HiveChange]) -> HiveState:
        """The state for edits that were made in the editor."""
        disk, entry = self._find(path)
        before = disk.head(entry, MAX_HIVE_BYTES + 1)
        patches = editor.patches()
        found = os.lstat(entry.local)
        return HiveState(
            path=path,
            changes=tuple(changes),
            patches=patches,
            sha256_before=_hash(before),
            sha256_after=_hash(patched(before, patches)),
            times=Times(accessed_ns=found.st_atime_ns, modified_ns=found.st_mtime_ns),
        )

    def change(self, state: HiveState) -> None:
        """Write the patches; half-written ones are finished."""
        self._write(state.path, state.patches, state.sha256_after)

    def before_restore(self, state: HiveState) -> HiveState:
        """The state itself, or one that puts back single values into a hive that went on."""
        disk, entry = self._find(state.path)
        now = disk.head(entry, MAX_HIVE_BYTES + 1)
        if _hash(patched(now, reversed_patches(state.patches))) == state.sha256_before:
            return state
        editor = self.editor(state.path)
        for change in state.changes:
            _put_back(editor, change)
        fresh = self.state(state.path, editor, state.changes)
        return HiveState(
            path=state.path,
            changes=state.changes,
            patches=reversed_patches(fresh.patches),
            sha256_before=fresh.sha256_after,
            sha256_after=fresh.sha256_before,
            times=fresh.times,
        )

    def restore(self, state: HiveState) -> None:
        """Write the original bytes and set the time back."""
        self._write(state.path, reversed_patches(state.patches), state.sha256_before)
        _, entry = self._find(state.path)
        os.utime(entry.local, ns=(state.times.accessed_ns, state.times.modified_ns))

    def is_changed(self, state: HiveState) -> bool:
        """Whether all changes can be seen in the hive."""
        cells = self.cells(state.path)
        return all(_is_made(cells, change) for change in state.changes)

    def cells(self, path: str) -> Cells:
        """The hive to look at."""
        disk, entry = self._find(path)
        return Cells(disk.head(entry, MAX_HIVE_BYTES + 1), where=path)

    def _write(self, path: str, patches: tuple[Patch, ...], sha256: str) -> None:
        disk, entry = self._find(path)
        now = disk.head(entry, MAX_HIVE_BYTES + 1)
        if _hash(patched(now, patches)) != sha256:
            raise ParseError("the hive went on since it was looked at; plan again", where=path)
        if _hash(now) == sha256:
            return
        flags = os.O_WRONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
        handle = os.open(entry.local, flags)
        try:
            for patch in patches:
                os.lseek(handle, patch.offset, os.SEEK_SET)
                os.write(handle, patch.new)
                self._checkpoint("hive patched in part")
            os.fsync(handle)
        finally:
            os.close(handle)
        self._checkpoint("hive patched")

    def _find(self, path: str) -> tuple[Disk, Entry]:
        disk = Disk(self._root, drive=path[:2])
        entry = disk.find(path)
        if entry is None or entry.is_folder:
            raise ParseError("no such hive", where=path)
        status = disk.status(entry)
        if status is None or status.size > MAX_HIVE_BYTES:
            raise ParseError("too large for a hive, or no file", where=path)
        return disk, entry

    def _system_drive(self) -> str:
        """The letter that Windows itself knows its drive by."""
        try:
            cells = self.cells(f"C:\\{CONFIG}\\SOFTWARE")
            key = cells.key(_VERSION)
            value = cells.value(key, "SystemRoot") if key is not None else None
        except ParseError:
            return "C:"
        found = DRIVE_PATTERN.match(_text(value.data)) if value else None
        return found[1].upper() if found else "C:"

    def _profile(self, account: str) -> str:
        """Profile folder of a SID, or of a name that the list does not have."""
        cells = self.cells(f"{self.drive}\\{CONFIG}\\SOFTWARE")
        key = cells.key(f"{_PROFILE_LIST}\\{account}")
        value = cells.value(key, "ProfileImagePath") if key is not None else None
        if value is None:
            return f"{self.drive}\\Users\\{account}"
        path = re.sub("%systemdrive%", self.drive, _text(value.data), flags=re.IGNORECASE)
        path = re.sub("%systemroot%", f"{self.drive}\\\\Windows", path, flags=re.IGNORECASE)
        return clean_path(path)


def _refuse_newer_logs(disk: Disk, path: str) -> None:
    """Windows would play these over the edit, or the edit would spoil them."""
    entry = disk.find(path)
    if entry is None:
        return
    cells = Cells(disk.head(entry, MAX_HIVE_BYTES + 1), where=path)
    for ending in (".LOG1", ".LOG2"):
        log = disk.find(path + ending)
        head = disk.head(log, LOG_HEAD_BYTES) if log and not log.is_folder else b""
        number = int.from_bytes(head[524:528], "little")
        if head[512:516] == b"HvLE" and number >= max(cells.sequences):
            raise ParseError(
                "changes are still waiting in its log; start that Windows once more and shut it "
                "down with Shift held",
                where=path,
            )


def _put_back(editor: HiveEditor, change: HiveChange) -> None:
    match change:
        case RemovedValue(key=key, name=name, type=kind, data=data):
            if editor.value(key, name) is None:
                editor.add_value(key, name, kind, data)
        case ChangedNumber(key=key, name=name, old=old):
            editor.set_number(key, name, old)
        case RemovedKey(key=key):
            raise ParseError(f"{key} can't be put back: the hive went on; use its evidence")
        case _ as never:
            assert_never(never)


def _is_made(cells: Cells, change: HiveChange) -> bool:
    key = cells.key(change.key)
    match change:
        case RemovedValue(name=name):
            return key is None or cells.value(key, name) is None
        case ChangedNumber(name=name, new=new):
            value = cells.value(key, name) if key is not None else None
            return value is not None and value.data == new.to_bytes(4, "little")
        case RemovedKey():
            return key is None
        case _ as never:
            assert_never(never)


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _text(data: bytes) -> str:
    return data.decode("utf-16-le", errors="replace").partition("\0")[0]
