r"""Which of the places that matter a Windows path lies in, by its shape alone.

Emotet chooses random names but not random places: whoever runs without administrator rights can
write to few, and its folders lie one level below them. The place and the number of folders between
it and the file are therefore facts, and the names below are what rules ask for::

    local_appdata    C:\Users\u\AppData\Local          programdata      C:\ProgramData
    roaming_appdata  C:\Users\u\AppData\Roaming        public           C:\Users\Public
    local_low        C:\Users\u\AppData\LocalLow       windows_tasks    C:\Windows\Tasks
    temp             …\AppData\Local\Temp, C:\Windows\Temp
    onenote          …\Temp\OneNote\16.0\Exported      system32         C:\Windows\System32
    startup          …\Programs\Startup                syswow64         C:\Windows\SysWOW64
    downloads desktop documents                        windows          C:\Windows
    profile          C:\Users\u                        program_files    C:\Program Files (x86)
                                                       drive            C:\
"""

import ntpath
from dataclasses import dataclass
from typing import Final

MAX_PATH_CHARS: Final = 32_767
"""Windows knows no longer path."""

_IN_PROFILE: Final = (
    (("appdata", "local", "temp", "onenote", "*", "exported"), "onenote"),
    (
        ("appdata", "roaming", "microsoft", "windows", "start menu", "programs", "startup"),
        "startup",
    ),
    (("appdata", "local", "temp"), "temp"),
    (("appdata", "local"), "local_appdata"),
    (("appdata", "roaming"), "roaming_appdata"),
    (("appdata", "locallow"), "local_low"),
    (("downloads",), "downloads"),
    (("desktop",), "desktop"),
    (("documents",), "documents"),
    ((), "profile"),
)
"""Below ``C:\\Users\\<name>``, the longest first; ``*`` is any one folder."""

_ON_DRIVE: Final = (
    (("programdata", "microsoft", "windows", "start menu", "programs", "startup"), "startup"),
    (("programdata",), "programdata"),
    (("users", "public"), "public"),
    (("windows", "temp"), "temp"),
    (("windows", "tasks"), "windows_tasks"),
    (("windows", "system32"), "system32"),
    (("windows", "sysnative"), "system32"),
    (("windows", "syswow64"), "syswow64"),
    (("windows",), "windows"),
    (("program files",), "program_files"),
    (("program files (x86)",), "program_files"),
    ((), "drive"),
)
"""Below the drive, the longest first."""

WINDOWS_PLACES: Final = frozenset(("system32", "syswow64", "windows"))
"""Where Windows keeps its own programs."""
_SYSTEM_PROFILES: Final = (
    ["windows", "system32", "config", "systemprofile"],
    ["windows", "syswow64", "config", "systemprofile"],
)
"""Profile of the system's own account, laid out like a person's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a file lies."""

    name: str
    folder_depth: int
    """Folders between the place and the file; 0: directly in it."""


def place_of(path: str) -> Place | None:
    """Place of a full Windows path; None for other drives' shares, relative paths and no path."""
    drive, rest = ntpath.splitdrive(path[:MAX_PATH_CHARS])
    if len(drive) != len("C:") or not rest.startswith("\\"):
        return None
    folders = [part for part in rest.casefold().split("\\") if part][:-1]
    if folders[:1] == ["users"] and len(folders) > 1 and folders[1] != "public":
        return _first(_IN_PROFILE, folders[2:])
    if folders[:4] in _SYSTEM_PROFILES:
        return _first(_IN_PROFILE, folders[4:])
    return _first(_ON_DRIVE, folders)


def _first(places: tuple[tuple[tuple[str, ...], str], ...], folders: list[str]) -> Place | None:
    for parts, name in places:
        head = folders[: len(parts)]
        if len(head) == len(parts) and all(
            wanted in {"*", part} for wanted, part in zip(parts, head, strict=True)
        ):
            return Place(name=name, folder_depth=len(folders) - len(parts))
    return None


def clean_path(path: str, *, windows: str = "C:\\Windows") -> str:
    r"""One spelling of a path: device prefixes gone, ``\SystemRoot`` resolved, ``..`` undone.

    ``windows`` is the Windows folder, which relative paths of services start from.
    """
    path = path.strip().strip('"').replace("/", "\\")[:MAX_PATH_CHARS]
    for prefix in ("\\??\\", "\\\\?\\"):
        path = path.removeprefix(prefix)
    lowered = path.casefold()
    if lowered.startswith("\\systemroot\\"):
        path = windows + path[len("\\systemroot") :]
    elif lowered.startswith(("system32\\", "syswow64\\")):
        path = f"{windows}\\{path}"
    elif path.startswith("\\") and not path.startswith("\\\\"):
        path = windows[:2] + path
    return ntpath.normpath(path) if "\\" in path else path
