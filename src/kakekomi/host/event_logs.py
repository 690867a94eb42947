r"""Windows' own record of what was started and set up: ``System32\winevt\Logs``.

The same files on a disk and on a running PC, where only administrators may read them. Kept are set
up services and tasks, found threats, Office warnings, and of started programs those that a host
(rundll32, regsvr32, a script host) carries or that lie where anybody may write. A log that is
missing, damaged, takes too long or is over a cap is a gap by its path; logs that exist on few PCs
(Sysmon, Office's) are not missed.
"""

import ntpath
from collections.abc import Iterator
from typing import Final

from kakekomi.facts.errors import NotPermittedError, ParseError
from kakekomi.facts.event_tables import WindowsEvents
from kakekomi.facts.gap import Gap, What, Why
from kakekomi.facts.row import Row
from kakekomi.facts.sql_functions import extension
from kakekomi.host.command_line import started_by
from kakekomi.host.event_reader import EventReader
from kakekomi.host.event_record import Event, Log, read_event
from kakekomi.host.pc import Command, Pc
from kakekomi.host.place import WINDOWS_PLACES, place_of

MAX_LOG_BYTES: Final = 64 * 1024 * 1024
"""Windows lets System and Security grow to 20 MB unless told otherwise."""
MAX_KEPT: Final = 5_000
"""Rows of one log; a PC that logs every program has some thousands that matter."""

_EXPECTED: Final = (Log.SECURITY, Log.SYSTEM, Log.DEFENDER)
_STARTED: Final = frozenset((1, 4688))


def collect(pc: Pc) -> Iterator[Row | Command]:
    """Events that matter, and gaps about logs that could not be read whole."""
    folder = f"{pc.windows}\\System32\\winevt\\Logs"
    if pc.disk.find(folder) is None:
        why = Why.NOT_PERMITTED if pc.disk.is_hidden(folder) else Why.MISSING
        yield Gap(what=What.EVENT_LOG, why=why, detail=folder)
        return
    if not pc.disk.folder(folder) and folder in pc.disk.blocked:
        return
    with EventReader() as reader:
        for log in Log:
            yield from _of_log(pc, reader, log, f"{folder}\\{log}")


def _of_log(pc: Pc, reader: EventReader, log: Log, path: str) -> Iterator[Row]:
    entry = pc.disk.find(path)
    if entry is None:
        if log in _EXPECTED:
            yield Gap(what=What.EVENT_LOG, why=Why.MISSING, detail=path)
        return
    try:
        data = pc.disk.head(entry, MAX_LOG_BYTES + 1)
    except NotPermittedError:
        yield Gap(what=What.EVENT_LOG, why=Why.NOT_PERMITTED, detail=path)
        return
    except ParseError:
        yield Gap(what=What.EVENT_LOG, why=Why.UNREADABLE, detail=path)
        return
    if len(data) > MAX_LOG_BYTES:
        yield Gap(what=What.EVENT_LOG, why=Why.LIMIT, detail=path)
    yield from _rows(pc, log, path, reader.texts(log, data[:MAX_LOG_BYTES]))


def _rows(pc: Pc, log: Log, path: str, texts: Iterator[str | Why]) -> Iterator[Row]:
    kept = 0
    problems: dict[Why, None] = {}
    for text in texts:
        if isinstance(text, Why):
            problems[text] = None
            continue
        try:
            event = read_event(text, log)
        except ParseError:
            problems[Why.DAMAGED] = None
            continue
        for row in _row(pc, event) if event else ():
            kept += 1
            if kept > MAX_KEPT:
                yield Gap(what=What.EVENT_LOG, why=Why.LIMIT, detail=path)
                return
            yield row
    yield from (Gap(what=What.EVENT_LOG, why=why, detail=path) for why in problems)


def _row(pc: Pc, event: Event) -> Iterator[WindowsEvents]:
    if not event.commands:
        yield _plain(event)
    for command in event.commands:
        started = started_by(command, pc.around(None))
        target = started.target if started.host else event.program or started.target
        place = place_of(target) if target else None
        is_own = place is None or place.name in WINDOWS_PLACES
        if event.event_id in _STARTED and started.host is None and is_own:
            continue
        yield WindowsEvents(
            datetime=event.at,
            source=event.channel,
            provider_name=event.provider,
            computer_name=event.computer,
            eventid=event.event_id,
            data=event.data,
            name=event.name,
            command=command,
            host=started.host,
            target=target,
            directory=(ntpath.dirname(target) or None) if target else None,
            extension=(extension(target) or "") if target else "",
            entry_point=started.entry_point,
            place=place.name if place else None,
            folder_depth=place.folder_depth if place else None,
        )


def _plain(event: Event) -> WindowsEvents:
    return WindowsEvents(
        datetime=event.at,
        source=event.channel,
        provider_name=event.provider,
        computer_name=event.computer,
        eventid=event.event_id,
        data=event.data,
        name=event.name,
        threat=event.threat,
    )
