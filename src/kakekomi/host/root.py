r"""The facts of a PC from its disk: a mounted drive, or a copied folder with Windows and Users.

What is read: SYSTEM and SOFTWARE, each user's NTUSER.DAT, task files, start-up folders, and the
places in which Emotet of 2019 to 2023 put its files. Nothing inside is changed. Everything that
could not be read is a gap that names user, hive or path; a PC that is not running has no processes
and no memory to look at, which is a gap too.

The subject is the host name in SYSTEM; without it the folder as given, which ``collection`` keeps
in any case: two PCs may bear one name.
"""

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import Final

from kakekomi import __version__
from kakekomi.facts.errors import ConfigurationError, NotPermittedError, ParseError
from kakekomi.facts.gap import Gap, What, Why
from kakekomi.facts.pc_tables import Collection
from kakekomi.facts.row import Row
from kakekomi.facts.scanner import ContentScanner
from kakekomi.facts.subject import FactsBuilder, Kind, SubjectFacts
from kakekomi.host import (
    autostart,
    file_places,
    launch,
    office_trust,
    services,
    system,
    task_folder,
    users,
)
from kakekomi.host.disk import Disk, readable
from kakekomi.host.files import Files
from kakekomi.host.offline import Account, Command, OfflinePc, damage_gaps, read_hive

MAX_COMMANDS: Final = 10_000
"""A PC has some hundreds; more is made to keep the check busy."""
CONFIG: Final = "Windows\\System32\\config"

SERIAL_PATTERN: Final = re.compile(r"^(?:0x)?([0-9a-f]{4})-?([0-9a-f]{4})$", re.IGNORECASE)
"""Takes ``6C1F-A312`` (as ``vol`` shows it), ``6c1fa312`` and ``0x6C1FA312``; refuses ``6C1F``."""
SYSTEM_ROOT_PATTERN: Final = re.compile(r"^([A-Z]:)\\", re.IGNORECASE)
"""Takes ``C:\\Windows``; refuses ``\\SystemRoot``."""

_COLLECTORS: Final[tuple[Callable[[OfflinePc], Iterator[Row | Command]], ...]] = (
    autostart.collect,
    services.collect,
    task_folder.collect,
)


def collect_root(
    root: Path,
    *,
    volume_serial: str | None = None,
    scanner: ContentScanner | None = None,
    now: datetime,
) -> SubjectFacts:
    """Facts of the PC whose disk lies below ``root``.

    ``volume_serial`` is the system drive's in hex, which a copied folder does not have.
    Raises: ParseError if it is no Windows disk; NotPermittedError if it may not be listed;
    ConfigurationError if the serial is none.
    """
    serial = _serial(volume_serial)
    disk = Disk(root)
    if disk.find(f"{disk.drive}\\Windows") is None and disk.blocked:
        raise NotPermittedError(f"{root}: may not be listed; try as administrator")
    if not any(disk.find(f"{disk.drive}\\{name}") for name in ("Windows", "Users")):
        raise ParseError("neither a Windows nor a Users folder in it", where=str(root))
    pc, gaps = _open_pc(disk)
    facts = FactsBuilder(system.hostname(pc) or readable(str(root)), Kind.PC)
    facts.add(
        Collection(
            source="offline",
            root=readable(str(root)),
            collected_at=now,
            program_version=__version__,
        ),
        *system.collect(pc, volume_serial=serial),
        *_collected(pc, Files(pc.disk, scanner)),
        *gaps,
        *damage_gaps(pc.system),
        *damage_gaps(pc.software),
        *_folder_gaps(pc.disk),
        *_offline_gaps(serial),
    )
    return facts.build()


def _serial(text: str | None) -> str | None:
    match = SERIAL_PATTERN.match(text.strip()) if text else None
    if text and not match:
        raise ConfigurationError(f"{text!r} is no volume serial; give 8 hex digits: 6C1FA312")
    return (match[1] + match[2]).upper() if match else None


def _open_pc(disk: Disk) -> tuple[OfflinePc, tuple[Row, ...]]:
    software, software_gaps = read_hive(disk, f"{disk.drive}\\{CONFIG}\\SOFTWARE")
    if software:
        shown = SYSTEM_ROOT_PATTERN.match(software.text(system.VERSION_KEY, "SystemRoot") or "")
        disk = Disk(disk.root, drive=shown[1].upper()) if shown else disk
    hive, system_gaps = read_hive(disk, f"{disk.drive}\\{CONFIG}\\SYSTEM")
    accounts, account_gaps = users.find_accounts(disk, software)
    pc = OfflinePc(disk=disk, system=hive, software=software, accounts=accounts)
    return pc, (*software_gaps, *system_gaps, *account_gaps)


def _collected(pc: OfflinePc, files: Files) -> Iterator[Row]:
    """Targets of autostart entries come first, so that the caps never cost them their hash."""
    found = chain(
        chain.from_iterable(collector(pc) for collector in _COLLECTORS),
        chain.from_iterable(_of_user(pc, account) for account in pc.accounts),
    )
    commands = 0
    for item in found:
        if not isinstance(item, Command):
            yield item
        elif commands < MAX_COMMANDS:
            commands += 1
            yield launch.derive(pc, files, item)
        else:
            yield Gap(what=What.REGISTRY_KEY, why=Why.LIMIT, detail=item.name)
    yield from dict.fromkeys(file_places.collect(pc, files))
    yield from files.rows()


def _of_user(pc: OfflinePc, account: Account) -> Iterator[Row | Command]:
    hive, rows = users.open_user(pc.disk, account)
    yield from rows
    yield from autostart.collect_user(pc, account, hive)
    if hive:
        yield from office_trust.collect_user(hive, account.username)
        yield from damage_gaps(hive)


def _folder_gaps(disk: Disk) -> Iterator[Gap]:
    for path in disk.blocked:
        yield Gap(what=What.FOLDER, why=Why.NOT_PERMITTED, detail=path)
    for path in disk.cut:
        yield Gap(what=What.FOLDER, why=Why.LIMIT, detail=path)


def _offline_gaps(serial: str | None) -> Iterator[Gap]:
    for what in (What.PROCESSES, What.MEMORY, What.SIGNATURE):
        yield Gap(what=what, why=Why.OFFLINE)
    if serial is None:
        yield Gap(what=What.VOLUME_SERIAL, why=Why.NOT_COLLECTED)
    yield Gap(what=What.OTHER_MALWARE, why=Why.BEYOND_THIS_CHECK)
