r"""Removal at the next start of Windows, asked for and taken back.

Windows keeps pairs of names in ``PendingFileRenameOperations``: what to rename, and to what; an
empty second name means removal. Taking ours back leaves all other pairs as they are, byte for byte.

Source: https://learn.microsoft.com/windows/win32/api/winbase/nf-winbase-movefileexw
"""

from typing import Final

from kakekomi.host.windows.api import failure
from kakekomi.respond.controls import StoredValue
from kakekomi.respond.windows.opened import kernel
from kakekomi.respond.windows.registry import WindowsRegistry

KEY: Final = "HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Control\\Session Manager"
NAME: Final = "PendingFileRenameOperations"
_UNTIL_RESTART: Final = 0x4
_NATIVE: Final = "\\??\\"


def remove(path: str) -> None:
    """Let Windows remove it before anything else starts. Raises: NotPermittedError."""
    if not kernel().MoveFileExW(path, None, _UNTIL_RESTART):
        raise failure(f"{path}: removal at the next start")


def keep(path: str) -> None:
    """Take that back; nothing happens if it was not asked for."""
    registry = WindowsRegistry()
    value = registry.read(KEY, NAME)
    if value is None:
        return
    left = without(value.data, path)
    if left == value.data:
        return
    if left.strip(b"\0"):
        registry.write(KEY, StoredValue(name=value.name, type=value.type, data=left))
    else:
        registry.remove(KEY, NAME)


def without(data: bytes, path: str) -> bytes:
    """The list without the removal of that path; cut lists are left as they are."""
    names = data.decode("utf-16-le", "surrogatepass").split("\0") if len(data) % 2 == 0 else []
    pairs = list(zip(names[::2], names[1::2], strict=False))
    wanted = (_NATIVE + path).casefold()
    kept = [pair for pair in pairs if pair[1] or pair[0].casefold() != wanted]
    if kept == pairs:
        return data
    text = "".join(f"{old}\0{new}\0" for old, new in kept if old or new)
    return f"{text}\0".encode("utf-16-le", "surrogatepass")
