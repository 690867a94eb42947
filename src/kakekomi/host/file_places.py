r"""The folders that are looked through on an offline PC, and how deep.

Per user, below the profile; 0 means the folder itself, 1 one level of folders below, and so on::

    .  AppData\Local  AppData\Roaming  AppData\LocalLow  AppData\Local\Temp
    AppData\Local\Temp\OneNote   Downloads  Desktop  Documents

Folders in the profile itself with names of random letters and digits are looked into two deep
(``Uflw5pa\W18vpk2\Nfd9nts.exe``, October 2020). Below System32 and SysWOW64 only folders are looked
into that are not Windows' own and bear a name of letters alone.
"""

import re
from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import Final

from kakekomi.facts.gap import Gap, What, Why
from kakekomi.facts.row import Row
from kakekomi.host.disk import Entry
from kakekomi.host.files import Files
from kakekomi.host.pc import Pc

MAX_FILES_IN_FOLDER: Final = 10_000
"""Of one folder; a temp folder that was never emptied has more and says so by a gap."""
MAX_FILES: Final = 50_000
"""Of one place; opening so many takes a second or two."""
MAX_FOLDERS: Final = 5_000
"""Entered below one folder."""

_PROFILE_PLACES: Final = (
    ("", 0),
    ("AppData\\Local", 1),
    ("AppData\\Roaming", 1),
    ("AppData\\LocalLow", 1),
    ("AppData\\Local\\Temp", 1),
    ("AppData\\Local\\Temp\\OneNote", 6),
    ("Downloads", 1),
    ("Desktop", 1),
    ("Documents", 1),
)
_SERVICE_PLACES: Final = (("AppData\\Local", 1),)
_DRIVE_PLACES: Final = (
    ("", 0),
    ("ProgramData", 0),
    ("Users\\Public", 1),
    ("Windows", 0),
    ("Windows\\Temp", 1),
    ("Windows\\Tasks", 0),
)

PROFILE_FOLDER_PATTERN: Final = re.compile(r"^(?=.*[A-Z0-9])[A-Za-z0-9]{5,9}$")
"""Takes ``Uflw5pa``; refuses ``.vscode`` and ``Saved Games``."""
SYSTEM_FOLDER_PATTERN: Final = re.compile(r"^[A-Za-z]{4,32}$")
"""Takes ``Kfichjg``; refuses ``ja-JP``, ``catroot2`` and ``1033``."""


def collect(pc: Pc, files: Files) -> Iterator[Row]:
    """Note what can run in all places; yields the gaps."""
    for account in pc.accounts:
        places = _PROFILE_PLACES if account.is_person else _SERVICE_PLACES
        for sub, depth in places:
            path = f"{account.directory}\\{sub}" if sub else account.directory
            yield from _look(pc, files, path, depth)
        if account.is_person:
            yield from _random_folders(pc, files, account.directory)
    for sub, depth in _DRIVE_PLACES:
        path = f"{pc.disk.drive}\\{sub}" if sub else pc.disk.drive
        yield from _look(pc, files, path, depth)
    for name in ("System32", "SysWOW64"):
        yield from _strange_system_folders(pc, files, f"{pc.windows}\\{name}")


def _look(pc: Pc, files: Files, path: str, depth: int) -> Iterator[Gap]:
    count = 0
    for found in _walk(pc, path, depth):
        if isinstance(found, Gap):
            yield found
        elif count >= MAX_FILES:
            yield Gap(what=What.FOLDER, why=Why.LIMIT, detail=path)
            return
        else:
            count += 1
            files.note_if_it_runs(found)


def _walk(pc: Pc, path: str, depth: int) -> Iterator[Entry | Gap]:
    """Files of the folder first, then of those below; links are passed by."""
    entries = [entry for entry in pc.disk.folder(path) if not entry.is_link]
    plain = [entry for entry in entries if not entry.is_folder]
    below = [entry for entry in entries if entry.is_folder] if depth else []
    if len(plain) > MAX_FILES_IN_FOLDER or len(below) > MAX_FOLDERS:
        yield Gap(what=What.FOLDER, why=Why.LIMIT, detail=path)
    yield from plain[:MAX_FILES_IN_FOLDER]
    for entry in below[:MAX_FOLDERS]:
        yield from _walk(pc, entry.path, depth - 1)


def _random_folders(pc: Pc, files: Files, profile: str) -> Iterator[Gap]:
    for entry in pc.disk.folder(profile):
        is_known = entry.name.casefold() in _PROFILE_FOLDERS
        if entry.is_folder and PROFILE_FOLDER_PATTERN.match(entry.name) and not is_known:
            yield from _look(pc, files, entry.path, 2)


def _strange_system_folders(pc: Pc, files: Files, path: str) -> Iterator[Gap]:
    for entry in pc.disk.folder(path):
        is_own = is_own_system_folder(entry.name)
        if entry.is_folder and SYSTEM_FOLDER_PATTERN.match(entry.name) and not is_own:
            yield from _look(pc, files, entry.path, 0)


def is_own_system_folder(name: str) -> bool:
    """Whether Windows has a folder of that name below System32 or SysWOW64; no languages."""
    return name.casefold() in _own_folders()


@cache
def _own_folders() -> frozenset[str]:
    text = resources.files(__package__).joinpath("system_folders.txt").read_text("utf-8")
    return frozenset(line for line in text.splitlines() if line and not line.startswith("#"))


_PROFILE_FOLDERS: Final = frozenset(
    (
        *("appdata", "contacts", "desktop", "documents", "downloads", "favorites", "links"),
        *("music", "onedrive", "pictures", "searches", "videos", "dropbox", "source", "repos"),
    )
)
"""Of Windows and of people; looked at by their own rules or not at all."""
