r"""What starts programs on a running Windows: Run values, services, tasks.

- A Run value is taken out and written back with its type and bytes. One of a user who is not signed
  in lies in a hive that Windows has not loaded, and is edited there.
- A service is switched off, then stopped, so that Windows does not start it again. Undo gives it
  its way of starting back, but does not start it.
- A task is taken out of the scheduler; its definition is kept and registered again. One that runs
  under a stored password is refused, since nobody could put the password back.
"""

import json
import re
from collections.abc import Iterator
from typing import Final

from kakekomi.facts.errors import NotPermittedError, ParseError, UnsupportedError
from kakekomi.host.hive_value import TYPE_NAMES
from kakekomi.respond.container import Exhibit
from kakekomi.respond.controls import (
    RegistryControl,
    ServiceControl,
    SignedOutError,
    StoredValue,
    TaskControl,
)
from kakekomi.respond.durable import Checkpoint, nothing
from kakekomi.respond.guard import AUTORUN_PATTERN
from kakekomi.respond.offline_entries import DISABLED, FIRST_STARTABLE, OfflineRegistry
from kakekomi.respond.state import HiveState, LiveTaskState, LiveValueState, ServiceState, State
from kakekomi.respond.system import GoneError, expect

SERVICES: Final = "HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Services"
SERVICE_PATTERN: Final = re.compile(r"^[^\\/\x00-\x1f]{1,256}$")
r"""Takes ``Kfichjg``; refuses ``a\b``, which no service is called."""
TASK_PATTERN: Final = re.compile(r"^(?:\\(?!\.\.?(?:\\|$))[^\\/:*?\"<>|\x00-\x1f]{1,200}){1,16}$")
r"""Takes ``\Vendor\Update``; refuses ``\..\Update`` and ``Update``."""
PASSWORD_PATTERN: Final = re.compile(r"<LogonType>\s*Password\s*</LogonType>")
"""Takes ``<LogonType>Password</LogonType>``; refuses ``<LogonType>S4U</LogonType>``."""


class LiveRegistry:
    """Run values; those of users who are not signed in by ``signed_out``."""

    def __init__(
        self,
        control: RegistryControl,
        signed_out: OfflineRegistry,
        *,
        checkpoint: Checkpoint = nothing,
    ) -> None:
        self._control = control
        self._signed_out = signed_out
        self._checkpoint = checkpoint

    def capture(self, target: str) -> LiveValueState | HiveState:
        """The value as it is. Raises: NotPermittedError if it stands in no Run key."""
        key, name = _place(target)
        try:
            value = self._control.read(key, name)
        except SignedOutError:
            return self._signed_out.capture(target)
        if value is None:
            raise GoneError("no such value", where=target)
        return LiveValueState(key=key, name=value.name, type=value.type, data=value.data)

    def change(self, state: State) -> None:
        """Take it out."""
        if isinstance(state, HiveState):
            self._signed_out.change(state)
            return
        one = expect(state, LiveValueState)
        _place(f"{one.key}\\{one.name}")
        now = self._control.read(one.key, one.name)
        if now is None:
            return
        if (now.type, now.data) != (one.type, one.data):
            raise ParseError("changed since it was looked at; plan again", where=one.key)
        self._control.remove(one.key, one.name)
        self._checkpoint("value removed")

    def before_restore(self, state: State) -> LiveValueState | HiveState:
        """The same: a value in its place is compared when it is put back."""
        if isinstance(state, HiveState):
            return self._signed_out.before_restore(state)
        return expect(state, LiveValueState)

    def restore(self, state: State) -> None:
        """Write it back. Raises: ParseError if another value of that name is there now."""
        if isinstance(state, HiveState):
            self._signed_out.restore(state)
            return
        one = expect(state, LiveValueState)
        now = self._control.read(one.key, one.name)
        if now is not None and (now.type, now.data) != (one.type, one.data):
            raise ParseError("another value is there now; it was left alone", where=one.key)
        if now is None:
            value = StoredValue(name=one.name, type=one.type, data=one.data)
            self._control.write(one.key, value)
            self._checkpoint("value written")

    def is_changed(self, state: State) -> bool:
        """Look into the registry."""
        if isinstance(state, HiveState):
            return self._signed_out.is_changed(state)
        one = expect(state, LiveValueState)
        return self._control.read(one.key, one.name) is None

    def exhibits(self, target: str) -> Iterator[Exhibit]:
        """Key, name, type and data."""
        key, name = _place(target)
        try:
            value = self._control.read(key, name)
        except SignedOutError:
            yield from self._signed_out.exhibits(target)
            return
        yield _exhibit(f"registry/{name}", key, () if value is None else (value,))


class LiveServices:
    """Services."""

    def __init__(
        self,
        control: ServiceControl,
        registry: RegistryControl,
        *,
        checkpoint: Checkpoint = nothing,
    ) -> None:
        self._control = control
        self._registry = registry
        self._checkpoint = checkpoint

    def capture(self, target: str) -> ServiceState:
        """How it starts. Raises: NotPermittedError if Windows starts with it."""
        if not SERVICE_PATTERN.match(target):
            raise ParseError("no name of a service", where=target)
        look = self._control.look(target)
        if look is None or (look.start == DISABLED and not look.is_running):
            raise GoneError("no such service, or switched off already", where=target)
        if look.start < FIRST_STARTABLE:
            raise NotPermittedError(f"{target}: Windows starts with it; left alone")
        return ServiceState(name=target, start=look.start, was_running=look.is_running)

    def change(self, state: State) -> None:
        """Switch it off first: otherwise Windows may start it again once it stops."""
        one = expect(state, ServiceState)
        look = self._control.look(one.name)
        if look is None:
            return
        if look.start != DISABLED:
            self._control.set_start(one.name, DISABLED)
            self._checkpoint("service switched off")
        if look.is_running:
            self._control.stop(one.name)
            self._checkpoint("service stopped")

    def before_restore(self, state: State) -> ServiceState:
        """The same: one number is all there is."""
        return expect(state, ServiceState)

    def restore(self, state: State) -> None:
        """Give it its way of starting back. Raises: ParseError if it is gone."""
        one = expect(state, ServiceState)
        look = self._control.look(one.name)
        if look is None:
            raise ParseError("there is no such service any more; use its evidence", where=one.name)
        if look.start == DISABLED and one.start != DISABLED:
            self._control.set_start(one.name, one.start)
            self._checkpoint("service given back")

    def is_changed(self, state: State) -> bool:
        """Ask Windows."""
        look = self._control.look(expect(state, ServiceState).name)
        return look is None or (look.start == DISABLED and not look.is_running)

    def exhibits(self, target: str) -> Iterator[Exhibit]:
        """All values of its key."""
        if not SERVICE_PATTERN.match(target):
            raise ParseError("no name of a service", where=target)
        key = f"{SERVICES}\\{target}"
        yield _exhibit(f"services/{target}", key, self._registry.values(key))


class LiveTasks:
    """Scheduled tasks."""

    def __init__(self, control: TaskControl, *, checkpoint: Checkpoint = nothing) -> None:
        self._control = control
        self._checkpoint = checkpoint

    def capture(self, target: str) -> LiveTaskState:
        """Its definition. Raises: UnsupportedError if it could not be given back."""
        xml = self._xml(target)
        if xml is None:
            raise GoneError("no such task", where=target)
        if PASSWORD_PATTERN.search(xml):
            raise UnsupportedError(
                f"{target}: it runs under a stored password, which undo could not give back; "
                "disable it in the Task Scheduler"
            )
        return LiveTaskState(path=target, xml=xml)

    def change(self, state: State) -> None:
        """Take it out."""
        one = expect(state, LiveTaskState)
        now = self._xml(one.path)
        if now is None:
            return
        if now != one.xml:
            raise ParseError("changed since it was looked at; plan again", where=one.path)
        self._control.remove(one.path)
        self._checkpoint("task removed")

    def before_restore(self, state: State) -> LiveTaskState:
        """The same: a task in its place is compared when it is put back."""
        return expect(state, LiveTaskState)

    def restore(self, state: State) -> None:
        """Register it again. Raises: ParseError if another task of that path is there now."""
        one = expect(state, LiveTaskState)
        now = self._xml(one.path)
        if now is not None and now != one.xml:
            raise ParseError("another task is there now; it was left alone", where=one.path)
        if now is None:
            self._control.register(one.path, one.xml)
            self._checkpoint("task registered")

    def is_changed(self, state: State) -> bool:
        """Ask the scheduler."""
        return self._xml(expect(state, LiveTaskState).path) is None

    def exhibits(self, target: str) -> Iterator[Exhibit]:
        """Its definition."""
        xml = self._xml(target)
        if xml is not None:
            name = target.strip("\\").replace("\\", "/")
            yield Exhibit(name=f"task/{name}.xml", chunks=[xml.encode("utf-8", "replace")])

    def _xml(self, target: str) -> str | None:
        if not TASK_PATTERN.match(target):
            raise ParseError("no path of a task", where=target)
        return self._control.xml(target)


def _place(target: str) -> tuple[str, str]:
    found = AUTORUN_PATTERN.match(target)
    if found is None:
        raise NotPermittedError(f"{target}: not an autostart value; left alone")
    return found["key"], found["name"]


def _exhibit(name: str, key: str, values: tuple[StoredValue, ...]) -> Exhibit:
    """Values of a key, verbatim: data in hex, beside it as text for people."""
    listed = [
        {
            "name": value.name,
            "type": TYPE_NAMES[value.type] if value.type < len(TYPE_NAMES) else str(value.type),
            "data_hex": value.data.hex(),
            "text": value.data.decode("utf-16-le", errors="replace").rstrip("\0"),
        }
        for value in values
    ]
    text = json.dumps({"key": key, "values": listed}, ensure_ascii=True, indent=1)
    return Exhibit(name=f"{name.replace(chr(92), '/')}.json", chunks=[text.encode()])
