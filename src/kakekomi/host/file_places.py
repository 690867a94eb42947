r"""The folders that are looked through on a PC, how deep, and for which names.

Per user, below the profile; 0 means the folder itself, 1 one level of folders below, and so on::

    .  AppData\Local  AppData\Roaming  AppData\LocalLow  AppData\Local\Temp
    AppData\Local\Temp\OneNote   Downloads  Desktop  Documents

Folders in the profile itself with names of random letters and digits are looked into two deep
(``Uflw5pa\W18vpk2\Nfd9nts.exe``, October 2020). Below System32 and SysWOW64 only folders are looked
into that are not Windows' own and bear a name of letters alone. Whole trees are never walked: the
folders further down hold nine files in ten, and none of Emotet's ever (``BEYOND`` says so).

Where many files lie, names decide what is opened: those of programs, scripts and links, and, where
Emotet's DLLs of 2020 to 2022 lay, those of their shape. A program under any other name counts once
something starts it; its autostart entry or process leads to it.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from importlib import resources
from typing import Final

from kakekomi.facts.gap import Gap, What, Why
from kakekomi.facts.row import Row
from kakekomi.host.disk import Disk, Entry
from kakekomi.host.files import LINKS, SCRIPTS, Files
from kakekomi.host.pc import Pc
from kakekomi.host.place import Place, place_of

MAX_FILES_IN_FOLDER: Final = 10_000
"""Of one folder; a temp folder that was never emptied has more and says so by a gap."""
MAX_FILES: Final = 50_000
"""Of one place; opening so many takes a second or two."""
MAX_FOLDERS: Final = 5_000
"""Entered below one folder."""

PROGRAMS: Final = frozenset(
    ("exe", "dll", "ocx", "cpl", "scr", "com", "ax", "sys", "drv", "pif", "xll", "wll")
)
"""What Windows or Office runs by its ending."""
_RUN: Final = PROGRAMS | SCRIPTS | LINKS
ODD_NAME_PATTERN: Final = re.compile(r"[A-Za-z]{2,40}\.[A-Za-z]{3}")
"""Takes ``wcgzvziqg.ljk``; refuses ``app-2.1.log``, ``f_00a1.dat`` and ``state.json``."""
BEYOND: Final = "AppData, ProgramData, Program Files"
"""Where folders further down are not looked at."""

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
TEMP: Final = Place(name="temp", folder_depth=0)
"""Lies in another place and is looked through by itself."""
PROFILE_FOLDER_PATTERN: Final = re.compile(r"^(?=.*[A-Z0-9])[A-Za-z0-9]{5,9}$")
"""Takes ``Uflw5pa``; refuses ``.vscode`` and ``Saved Games``."""
SYSTEM_FOLDER_PATTERN: Final = re.compile(r"^[A-Za-z]{4,32}$")
"""Takes ``Kfichjg``; refuses ``ja-JP``, ``catroot2`` and ``1033``."""


def collect(pc: Pc, files: Files) -> Iterator[Row]:
    """Note what can run in all places; yields the gaps."""
    yield Gap(what=What.FOLDER, why=Why.BEYOND_THIS_CHECK, detail=BEYOND)
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


def runs_by_name(name: str) -> bool:
    """Whether Windows takes a file of that name for a program, script or link."""
    return name.rpartition(".")[2].strip().lower() in _RUN


def may_run(name: str) -> bool:
    """The same, or the name has the shape of Emotet's DLLs."""
    return runs_by_name(name) or ODD_NAME_PATTERN.fullmatch(name) is not None


def any_name(_name: str) -> bool:
    """Few files lie there, and droppers had endings like ``ooccxx``."""
    return True


def _place_in(folder: Entry) -> Place | None:
    """Place of the files in a folder."""
    return place_of(f"{folder.path}\\name")


def _look(pc: Pc, files: Files, path: str, depth: int) -> Iterator[Gap]:
    folder = pc.disk.find(path)
    if folder is None or not folder.is_folder:
        return
    count = 0
    for found in _walk(pc.disk, folder, depth):
        if isinstance(found, Gap):
            yield found
        elif count >= MAX_FILES:
            yield Gap(what=What.FOLDER, why=Why.LIMIT, detail=path)
            return
        else:
            count += 1
            files.note_if_it_runs(found)


def _walk(disk: Disk, folder: Entry, depth: int) -> Iterator[Entry | Gap]:
    """Files of the folder first, then of those below but the Temp folder; no links."""
    place = _place_in(folder)
    plain, below = disk.sift(folder, _NAMES.get(place.name if place else "", any_name))
    if len(plain) > MAX_FILES_IN_FOLDER or (depth and len(below) > MAX_FOLDERS):
        yield Gap(what=What.FOLDER, why=Why.LIMIT, detail=folder.path)
    yield from plain[:MAX_FILES_IN_FOLDER]
    for entry in below[: MAX_FOLDERS if depth else 0]:
        if _place_in(entry) != TEMP:
            yield from _walk(disk, entry, depth - 1)


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

_NAMES: Final[Mapping[str, Callable[[str], bool]]] = {
    **dict.fromkeys(("local_appdata", "system32", "syswow64"), may_run),
    **dict.fromkeys(("roaming_appdata", "local_low", "temp"), runs_by_name),
    **dict.fromkeys(("downloads", "desktop", "documents"), runs_by_name),
}
"""By place, the names that are looked at; elsewhere any."""
