r"""What starts when somebody logs on: Run keys, Winlogon, start-up folders.

Each Run value is a ``registry`` row and a ``startup_items`` row. HKLM is read in both views
(``Wow6432Node`` for 32-bit programs), HKCU of every user whose hive can be read. A value that the
task manager switched off is still listed, as disabled.

Beside them stand the values that Emotet of 2020 kept under ``Explorer``, named by the drive's
serial number in hex: nothing of Windows' own has such a name there.
"""

import re
from collections.abc import Iterator
from typing import Final

from kakekomi.facts.gap import Gap, What, Why
from kakekomi.facts.pc_tables import Registry, StartupItems
from kakekomi.facts.row import Row
from kakekomi.host.hive_value import Value
from kakekomi.host.pc import Account, Command, Pc
from kakekomi.host.registry import RegistryHive, RegistryKey

ORIGIN: Final = "startup_items"
MACHINE: Final = "HKEY_LOCAL_MACHINE\\SOFTWARE"

_CURRENT: Final = "Microsoft\\Windows\\CurrentVersion"
_RUN_KEYS: Final = tuple(
    f"{view}{_CURRENT}\\{name}"
    for view in ("", "Wow6432Node\\")
    for name in ("Run", "RunOnce", "RunServices", "RunServicesOnce", "Policies\\Explorer\\Run")
)
"""Below SOFTWARE of the machine and Software of a user alike."""
_NAMED_VALUES: Final = tuple(
    (f"{view}Microsoft\\Windows NT\\CurrentVersion\\{key}", name)
    for view in ("", "Wow6432Node\\")
    for key, names in (
        ("Winlogon", ("Shell", "Userinit", "Taskman")),
        ("Windows", ("Load", "Run")),
    )
    for name in names
)
"""Values of keys that hold much else; each may name several programs, parted by commas."""
_EXPLORER_KEYS: Final = tuple(f"{view}{_CURRENT}\\Explorer" for view in ("", "Wow6432Node\\"))
_APPROVED_KEYS: Final = tuple(
    f"{_CURRENT}\\Explorer\\StartupApproved\\{name}" for name in ("Run", "Run32", "StartupFolder")
)

SERIAL_NAME_PATTERN: Final = re.compile(r"^[0-9a-f]{5,8}$", re.IGNORECASE)
"""Takes ``6c1fa312``; refuses ``ShellState`` and ``link``."""

_USUAL: Final = frozenset(("explorer.exe", "userinit.exe", "system32\\userinit.exe"))
"""What Winlogon's values hold on every PC, below the Windows folder; noted in the registry rows."""
WINDOWS_FOLDER_PATTERN: Final = re.compile(
    r"^(?:[a-z]:\\windows|%windir%|%systemroot%)\\", re.IGNORECASE
)
r"""Takes ``C:\Windows\`` and ``%SystemRoot%\``; refuses ``C:\Users\``."""

STARTUP_IN_PROFILE: Final = "AppData\\Roaming\\Microsoft\\Windows\\Start Menu\\Programs\\Startup"
STARTUP_FOR_ALL: Final = "ProgramData\\Microsoft\\Windows\\Start Menu\\Programs\\StartUp"
_NO_PROGRAM: Final = frozenset(("desktop.ini", "thumbs.db"))


def collect(pc: Pc) -> Iterator[Row | Command]:
    """Rows and commands of the machine."""
    if pc.software:
        yield from _of_hive(pc.software, "", MACHINE, username=None)
    yield from _folder(pc, f"{pc.disk.drive}\\{STARTUP_FOR_ALL}", account=None)


def collect_user(pc: Pc, account: Account, hive: RegistryHive | None) -> Iterator[Row | Command]:
    """Rows and commands of one user; the start-up folder needs no hive."""
    if hive:
        root = f"{account.hive_name}\\Software"
        yield from _of_hive(hive, "Software\\", root, username=account.username)
    yield from _folder(pc, f"{account.directory}\\{STARTUP_IN_PROFILE}", account=account)


def _of_hive(
    hive: RegistryHive, prefix: str, shown_as: str, *, username: str | None
) -> Iterator[Row | Command]:
    disabled = _disabled(hive, prefix)
    for path in _RUN_KEYS:
        key = hive.key(prefix + path)
        for value in key.values if key else ():
            source = f"{shown_as}\\{path}"
            yield registry_row(key, value, source)
            status = "disabled" if value.name.casefold() in disabled else "enabled"
            yield from _started(value.name, value.text, source, username, status=status)
    for path, name in _NAMED_VALUES:
        key = hive.key(prefix + path)
        named = key.value(name) if key else None
        if named:
            yield from _named(key, named, f"{shown_as}\\{path}", username)
    for path in _EXPLORER_KEYS:
        key = hive.key(prefix + path)
        for value in key.values if key else ():
            if SERIAL_NAME_PATTERN.match(value.name):
                yield registry_row(key, value, f"{shown_as}\\{path}")


def _named(
    key: RegistryKey | None, value: Value, source: str, username: str | None
) -> Iterator[Row | Command]:
    yield registry_row(key, value, source)
    for part in value.text.split(","):
        command = part.strip()
        if command and WINDOWS_FOLDER_PATTERN.sub("", command).casefold() not in _USUAL:
            yield from _started(value.name, command, source, username)


def _started(
    name: str, command: str, source: str, username: str | None, *, status: str = "enabled"
) -> Iterator[Row | Command]:
    if not command.strip():
        return
    yield StartupItems(name=name, path=command, source=source, status=status, username=username)
    yield Command(origin=ORIGIN, name=name, command=command, username=username)


def registry_row(key: RegistryKey | None, value: Value, source: str) -> Registry:
    """A value as a row; ``source`` is the key with its hive's full name."""
    written_at = key.written_at if key else None
    return Registry(
        key=source,
        path=f"{source}\\{value.name}",
        name=value.name,
        type=value.type_name,
        data=value.text,
        mtime=int(written_at.timestamp()) if written_at else None,
    )


def _disabled(hive: RegistryHive, prefix: str) -> frozenset[str]:
    """Names that the task manager switched off: the first byte of their record is odd."""
    return frozenset(
        value.name.casefold()
        for path in _APPROVED_KEYS
        for value in hive.values(prefix + path)
        if value.data[:1] and value.data[0] & 1
    )


def _folder(pc: Pc, path: str, *, account: Account | None) -> Iterator[Row | Command]:
    username = account.username if account else None
    for entry in pc.disk.folder(path):
        if entry.is_folder or entry.name.casefold() in _NO_PROGRAM:
            continue
        yield StartupItems(name=entry.name, path=entry.path, source=path, username=username)
        if entry.name.casefold().endswith((".lnk", ".url")):
            yield Gap(what=What.LINK_TARGET, why=Why.NOT_COLLECTED, detail=entry.path)
        else:
            yield Command(
                origin=ORIGIN, name=entry.name, command=f'"{entry.path}"', username=username
            )
