r"""What starts programs on an offline Windows disk: Run values, services, tasks.

- A Run value is taken out of its hive.
- A service keeps its key; only ``Start`` becomes 4 (disabled), in the control set that Windows last
  started with.
- A task is its file under ``System32\Tasks`` and, where Windows has registered it, its keys below
  ``TaskCache`` in SOFTWARE: the scheduler goes by those, so the file alone would not stop it.
"""

import json
from collections.abc import Iterator
from typing import Final

from kakekomi.facts.errors import NotPermittedError, ParseError
from kakekomi.host.hive_value import TYPE_NAMES
from kakekomi.respond.container import Exhibit
from kakekomi.respond.guard import AUTORUN_PATTERN
from kakekomi.respond.hive_cells import Cells
from kakekomi.respond.offline_files import OfflineFiles
from kakekomi.respond.offline_hive import CONFIG, OfflineHives
from kakekomi.respond.state import (
    ChangedNumber,
    HiveState,
    RemovedKey,
    RemovedValue,
    State,
    TaskState,
)
from kakekomi.respond.system import GoneError, expect

DISABLED: Final = 4
FIRST_STARTABLE: Final = 2
"""Below it are boot and system start, which only drivers have."""
TASK_CACHE: Final = "Microsoft\\Windows NT\\CurrentVersion\\Schedule\\TaskCache"
_CACHE_LISTS: Final = ("Tasks", "Boot", "Logon", "Maintenance", "Plain")
MAX_EXHIBIT_KEYS: Final = 64
"""Below a service; most have none or two."""


class _HivePart:
    """What all edits of a hive share."""

    def __init__(self, hives: OfflineHives) -> None:
        self._hives = hives

    def change(self, state: State) -> None:
        """Write the edit."""
        self._hives.change(expect(state, HiveState))

    def before_restore(self, state: State) -> HiveState:
        """Look whether the hive went on."""
        return self._hives.before_restore(expect(state, HiveState))

    def restore(self, state: State) -> None:
        """Write the original bytes."""
        self._hives.restore(expect(state, HiveState))

    def is_changed(self, state: State) -> bool:
        """Look at the hive."""
        return self._hives.is_changed(expect(state, HiveState))


class OfflineRegistry(_HivePart):
    """Run values."""

    def capture(self, target: str) -> HiveState:
        """The value as it is. Raises: NotPermittedError if it stands in no Run key."""
        path, key, name = self._place(target)
        editor = self._hives.editor(path)
        if editor.value(key, name) is None:
            raise GoneError("no such value", where=target)
        value = editor.remove_value(key, name)
        if value.has_long_data:
            raise ParseError("too long for an autostart entry", where=target)
        removed = RemovedValue(key=key, name=value.name, type=value.type, data=value.data)
        return self._hives.state(path, editor, [removed])

    def exhibits(self, target: str) -> Iterator[Exhibit]:
        """Key, name, type and data."""
        path, key, name = self._place(target)
        cells = self._hives.cells(path)
        yield _exhibit(f"registry/{name}", cells, key, path, only=name)

    def _place(self, target: str) -> tuple[str, str, str]:
        found = AUTORUN_PATTERN.match(target)
        if found is None:
            raise NotPermittedError(f"{target}: not an autostart value; left alone")
        path, key = self._hives.hive_of(found["key"])
        return path, key, found["name"]


class OfflineServices(_HivePart):
    """Services."""

    def capture(self, target: str) -> HiveState:
        """How it starts. Raises: NotPermittedError if it is a driver that Windows starts with."""
        path, key = self._place(target)
        editor = self._hives.editor(path)
        start = editor.value(key, "Start")
        if start is None or start.data == DISABLED.to_bytes(4, "little"):
            raise GoneError("no such service, or switched off already", where=target)
        old = editor.set_number(key, "Start", DISABLED)
        if old < FIRST_STARTABLE:
            raise NotPermittedError(f"{target}: Windows starts with it; left alone")
        changed = ChangedNumber(key=key, name="Start", old=old, new=DISABLED)
        return self._hives.state(path, editor, [changed])

    def exhibits(self, target: str) -> Iterator[Exhibit]:
        """All values of its key and of those right below."""
        path, key = self._place(target)
        cells = self._hives.cells(path)
        yield _exhibit(f"services/{target}", cells, key, path)
        offset = cells.key(key)
        for count, child in enumerate(cells.children(offset) if offset is not None else ()):
            if count < MAX_EXHIBIT_KEYS:
                name = cells.key_name(child.offset)
                yield _exhibit(f"services/{target}/{name}", cells, f"{key}\\{name}", path)

    def _place(self, target: str) -> tuple[str, str]:
        if not target or "\\" in target:
            raise ParseError("no name of a service", where=target)
        path = f"{self._hives.drive}\\{CONFIG}\\SYSTEM"
        cells = self._hives.cells(path)
        select = cells.key("Select")
        current = cells.value(select, "Current") if select is not None else None
        number = int.from_bytes(current.data, "little") if current else 1
        return path, f"ControlSet{number or 1:03}\\Services\\{target}"


class OfflineTasks:
    """Tasks."""

    def __init__(self, hives: OfflineHives, files: OfflineFiles) -> None:
        """``files`` without the guard: the folder is Windows' own, the file is not."""
        self._hives = hives
        self._files = files

    def capture(self, target: str) -> TaskState:
        """File and keys as they are."""
        return TaskState(file=self._files.capture(self._file(target)), cache=self._cache(target))

    def change(self, state: State) -> None:
        """Keys first: without them the scheduler knows no such task."""
        task = expect(state, TaskState)
        if task.cache is not None:
            self._hives.change(task.cache)
        self._files.change(task.file)

    def before_restore(self, state: State) -> TaskState:
        """Look whether the hive went on."""
        task = expect(state, TaskState)
        cache = self._hives.before_restore(task.cache) if task.cache is not None else None
        return TaskState(file=task.file, cache=cache)

    def restore(self, state: State) -> None:
        """The file first, then the keys that name it."""
        task = expect(state, TaskState)
        self._files.restore(task.file)
        if task.cache is not None:
            self._hives.restore(task.cache)

    def is_changed(self, state: State) -> bool:
        """Look at both."""
        task = expect(state, TaskState)
        is_out = task.cache is None or self._hives.is_changed(task.cache)
        return is_out and self._files.is_changed(task.file)

    def exhibits(self, target: str) -> Iterator[Exhibit]:
        """The task's file and the values of its keys."""
        yield from self._files.exhibits(self._file(target))
        path = f"{self._hives.drive}\\{CONFIG}\\SOFTWARE"
        cells = self._hives.cells(path)
        for key in _cache_keys(cells, target):
            yield _exhibit(f"task/{key.removeprefix(TASK_CACHE)}", cells, key, path)

    def _file(self, target: str) -> str:
        if not target.startswith("\\") or ".." in target.split("\\"):
            raise ParseError("no path of a task", where=target)
        return f"{self._hives.drive}\\Windows\\System32\\Tasks{target}"

    def _cache(self, target: str) -> HiveState | None:
        path = f"{self._hives.drive}\\{CONFIG}\\SOFTWARE"
        keys = _cache_keys(self._hives.cells(path), target)
        if not keys:
            return None
        editor = self._hives.editor(path)
        for key in keys:
            editor.remove_key(key)
        return self._hives.state(path, editor, [RemovedKey(key=key) for key in keys])


def _cache_keys(cells: Cells, target: str) -> list[str]:
    r"""Keys of a task: ``Tree\<path>`` names its id, under which it stands in other lists."""
    tree = f"{TASK_CACHE}\\Tree{target}"
    offset = cells.key(tree)
    if offset is None:
        return []
    if next(cells.children(offset), None) is not None:
        raise ParseError("other tasks are registered below it", where=target)
    value = cells.value(offset, "Id")
    name = value.data.decode("utf-16-le", errors="replace").partition("\0")[0] if value else ""
    listed = [f"{TASK_CACHE}\\{one}\\{name}" for one in _CACHE_LISTS] if name else []
    return [tree, *(key for key in listed if cells.key(key) is not None)]


def _exhibit(name: str, cells: Cells, key: str, hive: str, *, only: str | None = None) -> Exhibit:
    """Values of a key, verbatim: data in hex, beside it as text for people."""
    offset = cells.key(key)
    values = [
        {
            "name": value.name,
            "type": TYPE_NAMES[value.type] if value.type < len(TYPE_NAMES) else str(value.type),
            "data_hex": value.data.hex(),
            "text": value.data.decode("utf-16-le", errors="replace").rstrip("\0"),
        }
        for value in (cells.values(offset) if offset is not None else ())
        if only is None or value.name.casefold() == only.casefold()
    ]
    content = {"hive": hive, "key": key, "values": values}
    text = json.dumps(content, ensure_ascii=True, indent=1)
    return Exhibit(name=f"{name.replace(chr(92), '/')}.json", chunks=[text.encode()])
