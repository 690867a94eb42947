"""From command lines to ``launch`` rows: the file behind each autostart entry and process.

The target is never a Windows program that only carries something else: for rundll32, regsvr32,
script hosts and service hosts it is what they carry, or nothing if the command names no file.
Whether the target is a Windows program is read from the disk; one that is gone stays unknown. One
that is there is spelt as on the disk, so that it equals the path of its ``file`` row.
"""

import ntpath
from typing import Final

from kakekomi.facts.pc_tables import Launch
from kakekomi.facts.sql_functions import extension
from kakekomi.host.command_line import Started, Surroundings, started_by
from kakekomi.host.files import Files
from kakekomi.host.pc import Command, Pc
from kakekomi.host.place import WINDOWS_PLACES, clean_path, place_of

_SERVICE_HOSTS: Final = frozenset(
    ("svchost", "dllhost", "taskhostw", "taskhost", "taskeng", "msiexec", "runtimebroker")
)
"""Windows programs that run others' code without naming its file in the command line."""


def derive(pc: Pc, files: Files, command: Command) -> Launch:
    """One row for a command; its target is noted as a file if it is on the disk."""
    around = pc.around(command.username)
    started = _with_module(started_by(command.command, around), command, around)
    if command.program and started.host is None:
        started = Started(host=None, target=command.program)
    entry = pc.disk.find(started.target) if started.target else None
    if entry and not entry.is_folder:
        files.note(entry)
    target = entry.path if entry else started.target
    place = place_of(target) if target else None
    namesake, directory_namesake = files.namesakes.of(target) if target else (None, None)
    return Launch(
        origin=command.origin,
        name=command.name,
        host=started.host,
        target=target,
        directory=(ntpath.dirname(target) or None) if target else None,
        filename=ntpath.basename(target) if target else None,
        extension=(extension(target) or "") if target else "",
        entry_point=started.entry_point,
        command=command.command,
        place=place.name if place else None,
        folder_depth=place.folder_depth if place else None,
        username=command.username,
        pid=command.pid,
        is_pe=files.program(entry) is not None if entry and not entry.is_folder else None,
        namesake=namesake,
        directory_namesake=directory_namesake,
    )


def _with_module(started: Started, command: Command, around: Surroundings) -> Started:
    """Put a service's DLL in the place of the host that loads it."""
    path = started.target
    place = place_of(path) if path else None
    name = ntpath.basename(path or "").casefold().removesuffix(".exe")
    is_own = place is None or place.name in WINDOWS_PLACES
    if started.host or name not in _SERVICE_HOSTS or not is_own:
        return started
    if command.module:
        module = clean_path(around.expand(command.module), windows=around.windows)
        return Started(host=name, target=module)
    return Started(host=name, target=None)
