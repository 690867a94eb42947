"""All collectors of a PC in the order in which they run, the same for a disk and a running PC.

Commands become ``launch`` rows as they turn up, before the folders are looked through, so that the
caps on reading files never cost a file its hash that starts by itself.
"""

from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from itertools import chain
from typing import Final

from kakekomi.facts.gap import Gap, What, Why
from kakekomi.facts.row import Row
from kakekomi.host import (
    autostart,
    browser_passwords,
    defender_settings,
    event_logs,
    file_places,
    launch,
    mail_accounts,
    office_policy,
    office_trust,
    patches,
    programs,
    services,
    shares,
    task_cache,
    task_folder,
    users,
)
from kakekomi.host.disk import Disk
from kakekomi.host.files import Files
from kakekomi.host.pc import Account, Command, Pc, damage_gaps
from kakekomi.host.registry import RegistryHive

MAX_COMMANDS: Final = 10_000
"""A PC has some hundreds; more is made to keep the check busy."""


class Topic(StrEnum):
    """What is being looked at, for people who wait."""

    PROGRAMS = "programs"
    AUTOSTART = "autostart"
    SETTINGS = "settings"
    USER = "user"
    FILES = "files"


Progress = Callable[[Topic, str], None]
"""Told before each part begins; the text names the user, else it is empty."""

Collector = Callable[[Pc], Iterator[Row | Command]]
UserCollector = Callable[[Pc, Account, RegistryHive | None], Iterator[Row | Command]]

MACHINE: Final[tuple[tuple[Topic, Collector], ...]] = (
    (Topic.AUTOSTART, autostart.collect),
    (Topic.AUTOSTART, services.collect),
    (Topic.AUTOSTART, task_folder.collect),
    (Topic.AUTOSTART, task_cache.collect),
    (Topic.SETTINGS, defender_settings.collect),
    (Topic.SETTINGS, office_policy.collect),
    (Topic.SETTINGS, patches.collect),
    (Topic.SETTINGS, programs.collect),
    (Topic.SETTINGS, shares.collect),
    (Topic.SETTINGS, event_logs.collect),
)
USER: Final[tuple[UserCollector, ...]] = (
    autostart.collect_user,
    office_trust.collect_user,
    office_policy.collect_user,
    browser_passwords.collect_user,
    mail_accounts.collect_user,
    programs.collect_user,
)


def no_progress(_topic: Topic, _detail: str) -> None:
    """Nobody waits."""


def collected(
    pc: Pc,
    files: Files,
    *,
    commands: Iterable[Row | Command] = (),
    checked_as: Account | None = None,
    progress: Progress = no_progress,
) -> Iterator[Row]:
    """All rows, gaps last; ``commands`` are those that only a running PC has."""
    found = chain(
        commands,
        _of_machine(pc, progress),
        chain.from_iterable(_of_user(pc, one, checked_as, progress) for one in pc.accounts),
    )
    yield from _launched(pc, files, found)
    progress(Topic.FILES, "")
    yield from dict.fromkeys(file_places.collect(pc, files))
    yield from files.rows()
    yield from damage_gaps(pc.system)
    yield from damage_gaps(pc.software)
    yield from _folder_gaps(pc.disk)


def _of_machine(pc: Pc, progress: Progress) -> Iterator[Row | Command]:
    last = None
    for topic, collector in MACHINE:
        if topic != last:
            progress(topic, "")
        last = topic
        yield from collector(pc)


def _of_user(
    pc: Pc, account: Account, checked_as: Account | None, progress: Progress
) -> Iterator[Row | Command]:
    progress(Topic.USER, account.username)
    hive, rows = users.open_user(pc, account, checked_as=account == checked_as)
    yield from rows
    for collector in USER:
        yield from collector(pc, account, hive)
    yield from damage_gaps(hive)


def _launched(pc: Pc, files: Files, found: Iterable[Row | Command]) -> Iterator[Row]:
    commands = 0
    for item in found:
        if not isinstance(item, Command):
            yield item
        elif commands < MAX_COMMANDS:
            commands += 1
            yield launch.derive(pc, files, item)
        else:
            yield Gap(what=What.REGISTRY_KEY, why=Why.LIMIT, detail=item.name)


def _folder_gaps(disk: Disk) -> Iterator[Gap]:
    for path in disk.blocked:
        yield Gap(what=What.FOLDER, why=Why.NOT_PERMITTED, detail=path)
    for path in disk.cut:
        yield Gap(what=What.FOLDER, why=Why.LIMIT, detail=path)
