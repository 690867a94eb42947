r"""The delete guard: what is never moved, whatever a rule says.

Since December 2020 Emotet is a DLL inside Windows' own rundll32 or regsvr32, and people have
deleted that program. So a file is left where it is unless all of this holds:

- its path is a plain one of a local drive, spelt as on the disk;
- it does not bear the name of a Windows program that malware borrows, wherever it lies;
- it is no copy of a file of the same name in System32 (asked of the disk);
- no valid signature of Microsoft is known for it;
- it lies where users can write, or below System32 or SysWOW64 in a folder that Windows does not
  have, bears a name of letters alone as Emotet's did, and is not a driver's;
- it does not lie in a folder of Microsoft's there.

Right in System32 or SysWOW64, where Emotet of 2019 lay, only a running Windows can tell: it signs
all that it puts there, in the file or in a catalogue. A file there goes if Windows' own are known
by their signatures on this PC, and it is not. On an offline disk it stays.

Without signatures (an offline disk) place and name decide alone. Refusing malware costs a question
to somebody who knows; moving a part of Windows costs the PC.
"""

import ntpath
import re
from collections.abc import Callable
from enum import StrEnum
from typing import Final

from kakekomi.facts.pc_tables import Authenticode
from kakekomi.host.file_places import is_own_system_folder
from kakekomi.host.place import MAX_PATH_CHARS, clean_path, place_of
from kakekomi.judge.windows_file import WINDOWS_PROGRAMS


class Refusal(StrEnum):
    """Why something is left as it is."""

    ODD_PATH = "odd_path"
    WINDOWS_NAME = "windows_name"
    WINDOWS_COPY = "windows_copy"
    WINDOWS_FOLDER = "windows_folder"
    MICROSOFT_SIGNED = "microsoft_signed"
    MICROSOFT_FOLDER = "microsoft_folder"
    PROGRAM_FOLDER = "program_folder"
    WEAK = "weak"
    """Too little speaks against it."""
    HOST_ENTRY = "host_entry"
    """What starts it belongs to Windows too and would stop working."""
    SHARED_TASK = "shared_task"


WRITABLE_PLACES: Final = frozenset(
    (
        *("local_appdata", "roaming_appdata", "local_low", "temp", "onenote", "startup"),
        *("downloads", "desktop", "documents", "profile", "programdata", "public"),
        "windows_tasks",
    )
)
"""Places of ``kakekomi.host.place`` in which nothing of Windows' own lies."""
_SYSTEM_PLACES: Final = frozenset(("system32", "syswow64"))
_SIGNATURE_OK: Final = frozenset(("trusted", "valid"))
_MORE_WINDOWS_PROGRAMS: Final = frozenset(
    (
        *("csrss", "taskhost", "userinit", "sihost", "ctfmon", "dwm", "fontdrvhost", "lsm"),
        *("lsaiso", "wermgr", "werfault", "bitsadmin", "wmic", "pwsh", "runtimebroker"),
        *("ntoskrnl", "kernel32", "kernelbase", "ntdll", "user32", "shell32", "hal"),
        *("advapi32", "msvcrt"),
    )
)

PLAIN_PATH_PATTERN: Final = re.compile(r'^[A-Za-z]:(?:\\[^\\/:*?"<>|\x00-\x1f]{1,255}(?<![ .]))+$')
r"""Takes ``C:\Users\a\b.dll``; refuses ``C:\a.dll:stream``, ``\\server\a`` and ``C:\a.dll.``."""
SHORT_NAME_PATTERN: Final = re.compile(r"~\d")
"""Takes ``PROGRA~1``, which may stand for any folder; refuses ``a~b``."""
SYSTEM_SUBFOLDER_PATTERN: Final = re.compile(r"^[A-Za-z]{4,32}$")
"""Takes ``Kfichjg``; refuses ``ja-JP`` and ``1041``."""
SYSTEM_FILE_PATTERN: Final = re.compile(
    r"^Windows\\(?:System32|SysWOW64)\\[A-Za-z0-9]{3,40}\.(?:exe|dll)$", re.IGNORECASE
)
r"""Takes ``Windows\SysWOW64\volumetaskmgr.exe``; refuses ``Windows\System32\drivers\a.sys``."""
MICROSOFT_PATTERN: Final = re.compile(r"\bmicrosoft\b", re.IGNORECASE)
"""Takes ``CN=Microsoft Windows, O=…``; refuses ``CN=Microsofter``."""
_MICROSOFT_FOLDER: Final = frozenset(("microsoft", "packages", "windows", "package cache"))


def file_refusal(
    path: str,
    *,
    signatures: tuple[Authenticode, ...] = (),
    is_copy: Callable[[str], bool] = lambda _path: False,
    is_foreign: Callable[[str], bool] = lambda _path: False,
) -> Refusal | None:
    """Why this file must not be moved; None if it may be.

    ``is_copy`` asks the PC whether System32 has the same file under the same name; ``is_foreign``,
    whether Windows certainly did not put it where it is.
    """
    if not _is_plain(path):
        return Refusal.ODD_PATH
    if is_windows_name(path):
        return Refusal.WINDOWS_NAME
    if any(_is_microsofts(one, path) for one in signatures):
        return Refusal.MICROSOFT_SIGNED
    refusal = _place_refusal(path)
    if refusal is Refusal.WINDOWS_FOLDER and _is_right_in_system(path) and is_foreign(path):
        refusal = None
    if refusal is None and is_copy(path):
        return Refusal.WINDOWS_COPY
    return refusal


def is_windows_name(path: str) -> bool:
    """Whether the name is that of a Windows program, with any ending."""
    stem = ntpath.basename(path).casefold().partition(".")[0].strip()
    return stem in WINDOWS_PROGRAMS or stem in _MORE_WINDOWS_PROGRAMS


def _is_plain(path: str) -> bool:
    return (
        len(path) <= MAX_PATH_CHARS
        and PLAIN_PATH_PATTERN.match(path) is not None
        and clean_path(path) == path
        and SHORT_NAME_PATTERN.search(path) is None
    )


def _is_microsofts(signature: Authenticode, path: str) -> bool:
    return (
        signature.path.casefold() == path.casefold()
        and signature.result in _SIGNATURE_OK
        and MICROSOFT_PATTERN.search(signature.subject_name or "") is not None
    )


def _place_refusal(path: str) -> Refusal | None:
    place = place_of(path)
    if place is None:
        return Refusal.ODD_PATH
    folders = path.casefold().split("\\")[1:-1]
    below = folders[len(folders) - place.folder_depth :]
    if place.name in _SYSTEM_PLACES:
        return None if _is_strange(folders) else Refusal.WINDOWS_FOLDER
    if place.name == "windows":
        return Refusal.WINDOWS_FOLDER
    if place.name not in WRITABLE_PLACES:
        return Refusal.PROGRAM_FOLDER
    return Refusal.MICROSOFT_FOLDER if _MICROSOFT_FOLDER.intersection(below[:1]) else None


def _is_right_in_system(path: str) -> bool:
    r"""Whether it is a program or DLL ``C:\Windows\SysWOW64\x.exe`` of letters and digits."""
    return SYSTEM_FILE_PATTERN.match(path.partition("\\")[2]) is not None


def _is_strange(folders: list[str]) -> bool:
    r"""Whether ``windows\system32\x`` is a folder that Windows does not have, with none below."""
    if len(folders) != len(("windows", "system32", "x")) or folders[0] != "windows":
        return False
    name = folders[-1]
    return SYSTEM_SUBFOLDER_PATTERN.match(name) is not None and not is_own_system_folder(name)


_RUN_KEYS: Final = "Run|RunOnce|RunServices|RunServicesOnce|Policies\\\\Explorer\\\\Run"
AUTORUN_PATTERN: Final = re.compile(
    r"^(?P<key>(?:HKEY_LOCAL_MACHINE|HKEY_USERS\\[^\\]{1,256})\\Software\\(?:Wow6432Node\\)?"
    rf"Microsoft\\Windows\\CurrentVersion\\(?:{_RUN_KEYS}))\\(?P<name>.*)$",
    re.IGNORECASE | re.DOTALL,
)
r"""Takes ``HKEY_USERS\S-1-5-21\Software\Microsoft\Windows\CurrentVersion\Run\a``; refuses
Winlogon's ``Shell``: without it nobody can log on."""
CRITICAL_PROCESSES: Final = frozenset(
    ("csrss", "lsass", "lsm", "services", "smss", "svchost", "system", "wininit", "winlogon")
)
"""Ending one of these stops Windows."""
