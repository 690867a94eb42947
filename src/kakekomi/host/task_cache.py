r"""Tasks as the registry keeps them, for those whose file cannot be read or is gone.

Without administrator rights the task files may not be listed, and a task lives on without its file.
Below ``Microsoft\Windows NT\CurrentVersion\Schedule\TaskCache`` there are ``Tasks\{GUID}`` with
``Path``, ``Author`` and ``Actions``, and ``Tree\<path>``; a task that is missing in the tree is one
that the Task Scheduler's window does not show.

Layout of ``Actions`` (little-endian; a text is its size in bytes, u32, and UTF-16)::

    u16   version: 1, 2 or 3
    text  context (versions 2 and 3)
    then for each action:
    u16   0x6666 runs a program, 0x7777 COM, 0x8888 mail, 0x9999 message
    text  id
    text  command, text arguments, text working folder   (0x6666)
    u16   flags (0x6666, version 3)

Known by practice, not by a specification; reading stops at the first action that runs no program.
"""

import struct
from collections.abc import Iterator
from typing import Final

from kakekomi.facts.errors import ParseError
from kakekomi.facts.gap import Gap, What, Why
from kakekomi.facts.pc_tables import ScheduledTasks
from kakekomi.facts.row import Row
from kakekomi.host.pc import Command, Pc
from kakekomi.host.registry import RegistryKey, below
from kakekomi.host.scheduled_task import MAX_ACTIONS, Exec
from kakekomi.host.task_folder import MAX_TASKS, ORIGIN

CACHE: Final = "Microsoft\\Windows NT\\CurrentVersion\\Schedule\\TaskCache"
_VERSIONS: Final = frozenset((1, 2, 3))
_WITH_FLAGS: Final = 3
_EXEC: Final = 0x6666
_KNOWN: Final = frozenset((_EXEC, 0x7777, 0x8888, 0x9999))


def collect(pc: Pc) -> Iterator[Row | Command]:
    """Rows and commands of tasks that have no file that can be read."""
    tasks = pc.software.key(f"{CACHE}\\Tasks") if pc.software else None
    for count, key in enumerate(below(tasks)):
        if count >= MAX_TASKS:
            yield Gap(what=What.SCHEDULED_TASK, why=Why.LIMIT, detail=CACHE)
            return
        path = _text(key, "Path")
        if path and not pc.disk.is_file(f"{pc.windows}\\System32\\Tasks{path}"):
            yield from _of_task(pc, key, path)


def _of_task(pc: Pc, key: RegistryKey, path: str) -> Iterator[Row | Command]:
    value = key.value("Actions")
    try:
        actions = parse_actions(value.data if value else b"", where=path)
    except ParseError:
        yield Gap(what=What.SCHEDULED_TASK, why=Why.DAMAGED, detail=path)
        return
    name = path.rpartition("\\")[2]
    is_listed = pc.software is not None and pc.software.key(f"{CACHE}\\Tree{path}") is not None
    for action in actions:
        yield ScheduledTasks(
            name=name,
            action=action.line,
            path=path,
            hidden=not is_listed,
            author=_text(key, "Author"),
        )
        yield Command(origin=ORIGIN, name=name, command=action.line)


def parse_actions(data: bytes, *, where: str) -> tuple[Exec, ...]:
    """The programs that the task runs, up to the first action of another kind.

    Raises: ParseError if it is of no known version or ends inside an action.
    """
    reader = _Reader(data)
    try:
        return tuple(_actions(reader))
    except (struct.error, EOFError, ValueError) as error:
        raise ParseError("no readable actions of a task", where=where) from error


def _actions(reader: "_Reader") -> Iterator[Exec]:
    version = reader.number()
    if version not in _VERSIONS:
        raise ValueError("unknown version")
    if version > 1:
        reader.text()
    for _ in range(MAX_ACTIONS):
        if reader.is_done:
            return
        kind = reader.number()
        if kind not in _KNOWN:
            raise ValueError("unknown kind of action")
        if kind != _EXEC:
            return
        reader.text()
        command, arguments, _folder = reader.text(), reader.text(), reader.text()
        if version == _WITH_FLAGS:
            reader.number()
        yield Exec(command=command, arguments=arguments)


class _Reader:
    """Takes numbers and texts from the front of bytes."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._offset = 0

    @property
    def is_done(self) -> bool:
        return self._offset >= len(self._data)

    def number(self) -> int:
        (value,) = struct.unpack_from("<H", self._data, self._offset)
        self._offset += 2
        return int(value)

    def text(self) -> str:
        (size,) = struct.unpack_from("<I", self._data, self._offset)
        start = self._offset + 4
        self._offset = start + size
        if self._offset > len(self._data):
            raise EOFError
        return self._data[start : self._offset].decode("utf-16-le", "replace").rstrip("\0")


def _text(key: RegistryKey, name: str) -> str | None:
    value = key.value(name)
    return value.text or None if value else None
