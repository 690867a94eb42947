r"""The facts of a PC from its disk: a mounted drive, or a copied folder with Windows and Users.

What is read: SYSTEM and SOFTWARE, each user's NTUSER.DAT, task files, start-up folders, and the
places in which Emotet of 2019 to 2023 put its files. Nothing inside is changed. Everything that
could not be read is a gap that names user, hive or path; a PC that is not running has no processes
and no memory to look at, which is a gap too.

The subject is the host name in SYSTEM; without it the folder as given, which ``collection`` keeps
in any case: two PCs may bear one name.
"""

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Final

from kakekomi import __version__
from kakekomi.facts.errors import ConfigurationError, NotPermittedError, ParseError
from kakekomi.facts.gap import Gap, What, Why
from kakekomi.facts.pc_tables import Collection, LogicalDrives
from kakekomi.facts.row import Row
from kakekomi.facts.scanner import ContentScanner
from kakekomi.facts.subject import FactsBuilder, Kind, SubjectFacts
from kakekomi.host import system, users
from kakekomi.host.collectors import collected
from kakekomi.host.disk import Disk, readable
from kakekomi.host.event_scans import with_scans
from kakekomi.host.files import Files
from kakekomi.host.pc import Pc, read_hive

CONFIG: Final = "Windows\\System32\\config"

SERIAL_PATTERN: Final = re.compile(r"^(?:0x)?([0-9a-f]{4})-?([0-9a-f]{4})$", re.IGNORECASE)
"""Takes ``6C1F-A312`` (as ``vol`` shows it), ``6c1fa312`` and ``0x6C1FA312``; refuses ``6C1F``."""
SYSTEM_ROOT_PATTERN: Final = re.compile(r"^([A-Z]:)\\", re.IGNORECASE)
"""Takes ``C:\\Windows``; refuses ``\\SystemRoot``."""


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
        *system.collect(pc, [LogicalDrives(device_id=pc.disk.drive, serial_hex=serial)]),
        *with_scans(collected(pc, Files(pc.disk, scanner)), now),
        *gaps,
        *_offline_gaps(serial),
    )
    return facts.build()


def _serial(text: str | None) -> str | None:
    match = SERIAL_PATTERN.match(text.strip()) if text else None
    if text and not match:
        raise ConfigurationError(f"{text!r} is no volume serial; give 8 hex digits: 6C1FA312")
    return (match[1] + match[2]).upper() if match else None


def _open_pc(disk: Disk) -> tuple[Pc, tuple[Row, ...]]:
    software, software_gaps = read_hive(disk, f"{disk.drive}\\{CONFIG}\\SOFTWARE")
    if software:
        shown = SYSTEM_ROOT_PATTERN.match(software.text(system.VERSION_KEY, "SystemRoot") or "")
        disk = Disk(disk.root, drive=shown[1].upper()) if shown else disk
    hive, system_gaps = read_hive(disk, f"{disk.drive}\\{CONFIG}\\SYSTEM")
    accounts, account_gaps = users.find_accounts(disk, software)
    pc = Pc(disk=disk, system=hive, software=software, accounts=accounts)
    return pc, (*software_gaps, *system_gaps, *account_gaps)


def _offline_gaps(serial: str | None) -> Iterator[Gap]:
    for what in (What.PROCESSES, What.MEMORY, What.SIGNATURE):
        yield Gap(what=what, why=Why.OFFLINE)
    if serial is None:
        yield Gap(what=What.VOLUME_SERIAL, why=Why.NOT_COLLECTED)
    yield Gap(what=What.OTHER_MALWARE, why=Why.BEYOND_THIS_CHECK)
