"""The PC that the check runs on.

The same collectors as for a disk look at the same places; what only a running Windows tells comes
first: programs that run now, states of services, serial numbers of drives, consumers of events,
registered antivirus and, if the user asks for it, what programs hold in memory. It works without
administrator rights; what they would have shown is a gap. Nothing is changed, nothing is fetched.

Emotet is a Windows program. Elsewhere the check does not apply, which is an answer and not an
error: mail on a Mac or phone is still forwarded, and stolen passwords work from anywhere.
"""

import os
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Final, TypeVar

from kakekomi import __version__
from kakekomi.facts.errors import (
    KakekomiError,
    NotPermittedError,
    ParseError,
    UnavailableError,
    UnsupportedError,
)
from kakekomi.facts.gap import Gap, What, Why
from kakekomi.facts.pc_tables import Collection, LogicalDrives, OsVersion, SystemInfo
from kakekomi.facts.row import Row
from kakekomi.facts.scanner import ContentScanner
from kakekomi.facts.subject import FactsBuilder, Kind, SubjectFacts
from kakekomi.host import event_consumers, memory, running, security_center, system, users
from kakekomi.host.collectors import Progress, Topic, collected, no_progress
from kakekomi.host.disk import Disk
from kakekomi.host.event_scans import with_scans
from kakekomi.host.files import Files
from kakekomi.host.machine import Machine
from kakekomi.host.pc import Account, Command, Pc
from kakekomi.host.registry import RegistryHive

WINDOWS: Final = "windows"

AnswerT = TypeVar("AnswerT")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """Something to ask of the machine; refused, it is a gap."""

    topic: Topic
    what: What
    rows: Callable[[], Iterable[Row | Command]]


def collect_live(
    *,
    hostname: str,
    platform: str,
    now: datetime,
    scanner: ContentScanner | None = None,
    progress: Progress = no_progress,
    is_memory_asked: bool = False,
) -> SubjectFacts:
    """Facts of this PC; ``platform`` as in ``os_version``: windows, darwin or linux."""
    if platform == WINDOWS:
        from kakekomi.host.windows.this_machine import this_machine  # noqa: PLC0415

        return collect_machine(
            this_machine(),
            hostname=hostname,
            now=now,
            scanner=scanner,
            progress=progress,
            is_memory_asked=is_memory_asked,
        )
    facts = FactsBuilder(hostname, Kind.PC)
    facts.add(
        SystemInfo(hostname=hostname),
        OsVersion(platform=platform),
        Collection(source="live", collected_at=now),
    )
    facts.gap(What.PC, Why.NOT_APPLICABLE, platform)
    return facts.build()


def collect_machine(
    machine: Machine,
    *,
    hostname: str,
    now: datetime,
    scanner: ContentScanner | None = None,
    progress: Progress = no_progress,
    is_memory_asked: bool = False,
) -> SubjectFacts:
    """Facts of a running Windows; ``hostname`` names it if its registry does not."""
    pc, gaps = _opened(machine)
    drives, drive_gaps = _drives(machine)
    files = Files(pc.disk, scanner, signatures=machine.signatures)
    facts = FactsBuilder(system.hostname(pc) or hostname, Kind.PC)
    facts.add(
        Collection(
            source="live",
            collected_at=now,
            as_user=machine.username,
            is_admin=machine.is_admin,
            program_version=__version__,
        ),
        *system.collect(pc, drives),
        *with_scans(
            collected(
                pc,
                files,
                commands=_only_when_running(machine, pc, progress),
                checked_as=pc.account(machine.sid),
                progress=progress,
            ),
            now,
        ),
        *drive_gaps,
        *gaps,
        *_memory(machine, scanner if is_memory_asked else None, progress),
        *_gaps(machine, pc),
    )
    return facts.build()


def _opened(machine: Machine) -> tuple[Pc, tuple[Row, ...]]:
    disk = Disk(machine.root, drive=machine.drive)
    accounts, gaps = users.find_accounts(disk, machine.software)
    states, state_gaps = _answered(lambda: list(machine.service_states().items()), What.SERVICE)

    def loaded(account: Account) -> RegistryHive | None:
        return machine.loaded_hive(account.sid) if account.sid else None

    pc = Pc(
        disk=disk,
        system=machine.system,
        software=machine.software,
        accounts=accounts,
        is_running=True,
        loaded=loaded,
        service_states=dict(states),
    )
    return pc, (*gaps, *state_gaps)


def _drives(machine: Machine) -> tuple[tuple[LogicalDrives, ...], tuple[Row, ...]]:
    found, gaps = _answered(lambda: list(machine.drives()), What.VOLUME_SERIAL)
    has_serial = any(row.device_id == machine.drive and row.serial_hex for row in found)
    missing = Gap(what=What.VOLUME_SERIAL, why=Why.MISSING, detail=machine.drive)
    return tuple(found), gaps or (() if has_serial else (missing,))


def _only_when_running(machine: Machine, pc: Pc, progress: Progress) -> Iterator[Row | Command]:
    parts = (
        _Part(
            topic=Topic.PROGRAMS,
            what=What.PROCESSES,
            rows=lambda: running.collect(pc, machine.processes()),
        ),
        _Part(
            topic=Topic.AUTOSTART,
            what=What.EVENT_CONSUMER,
            rows=lambda: event_consumers.collect(machine.query),
        ),
        _Part(
            topic=Topic.SETTINGS,
            what=What.SECURITY_PRODUCT,
            rows=lambda: security_center.collect(machine.query),
        ),
    )
    for part in parts:
        progress(part.topic, "")
        rows, gaps = _answered(partial(_all, part), part.what)
        yield from rows
        yield from gaps


def _all(part: _Part) -> list[Row | Command]:
    return list(part.rows())


def _answered(
    ask: Callable[[], list[AnswerT]], what: What
) -> tuple[list[AnswerT], tuple[Row, ...]]:
    """The answer, or none and a gap that says why."""
    try:
        return ask(), ()
    except (NotPermittedError, UnavailableError, UnsupportedError, ParseError) as error:
        return [], (Gap(what=what, why=_why(error)),)


def _why(error: KakekomiError) -> Why:
    match error:
        case NotPermittedError():
            return Why.NOT_PERMITTED
        case UnsupportedError():
            return Why.UNSUPPORTED
        case _:
            return Why.UNREADABLE


def _gaps(machine: Machine, pc: Pc) -> Iterator[Gap]:
    if not machine.is_admin:
        yield Gap(what=What.PC, why=Why.NOT_PERMITTED, detail=machine.username)
    if not machine.sees_system_folders:
        yield Gap(what=What.FOLDER, why=Why.UNSUPPORTED, detail=f"{pc.windows}\\System32")
    yield from _signed_out(pc)
    yield Gap(what=What.OTHER_MALWARE, why=Why.BEYOND_THIS_CHECK)


def _signed_out(pc: Pc) -> Iterator[Gap]:
    """People whose programs do not run now: what would only show as a process is not there."""
    for account in pc.accounts:
        if account.is_person and pc.loaded and pc.loaded(account) is None:
            yield Gap(what=What.USER, why=Why.OFFLINE, detail=account.username)


def _memory(machine: Machine, scanner: ContentScanner | None, progress: Progress) -> Iterator[Row]:
    """Matches in programs' memory; a gap if nobody asked or it cannot be looked at."""
    if scanner is None or machine.memory is None:
        yield Gap(what=What.MEMORY, why=Why.NOT_COLLECTED)
        return
    progress(Topic.PROGRAMS, "")
    look = memory.Look(
        opened=machine.memory, scanner=scanner, clock=time.monotonic, own_pid=os.getpid()
    )
    rows, gaps = _answered(lambda: list(memory.collect(machine.processes(), look)), What.MEMORY)
    yield from rows
    yield from gaps
