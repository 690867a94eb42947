r"""The registry of the running PC, with the face of a hive's file.

Keys are read as a 64-bit program sees them; what 32-bit programs see stands below ``Wow6432Node``
there as in the file. Values come back as the bytes that a hive stores, so that the same collector
gives the same facts. A key that may not be read is noted as damaged, never passed over in silence.
"""

import struct
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import ClassVar, Final

from kakekomi.facts.errors import UnsupportedError
from kakekomi.facts.gap import Why
from kakekomi.host.hive import MAX_KEYS, MAX_VALUES, filetime
from kakekomi.host.hive_value import MAX_VALUE_BYTES, Value

Stored = str | int | bytes | list[str] | None
"""What ``winreg`` makes of a value."""

LOCAL_MACHINE: Final = "HKEY_LOCAL_MACHINE"
USERS: Final = "HKEY_USERS"


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """What one key holds."""

    keys: tuple[str, ...] = ()
    values: tuple[Value, ...] = ()
    written_at: datetime | None = None
    is_whole: bool = True


def as_stored(kind: int, value: Stored) -> bytes:
    """The bytes that a hive holds for a value; ``kind`` is the type's number."""
    match value:
        case None:
            return b""
        case bytes():
            return value[:MAX_VALUE_BYTES]
        case str():
            return _text(value)
        case int():
            return struct.pack("<Q" if kind == _QWORD else "<I", value)
        case list():
            return b"".join(map(_text, value)) + b"\0\0"


def _text(value: str) -> bytes:
    return value.encode("utf-16-le", "surrogatepass") + b"\0\0"


_QWORD: Final = 11

if sys.platform == "win32":
    import winreg

    _ROOTS: Final = {LOCAL_MACHINE: winreg.HKEY_LOCAL_MACHINE, USERS: winreg.HKEY_USERS}
    _ACCESS: Final = winreg.KEY_READ | winreg.KEY_WOW64_64KEY

    def list_key(root: str, path: str) -> Listed | None:
        """Names of keys and all values; None if there is no such key."""
        try:
            key = winreg.OpenKeyEx(_ROOTS[root], path, access=_ACCESS)
        except FileNotFoundError:
            return None
        except OSError:
            return Listed(is_whole=False)
        with key:
            return _listed(key)

    def _listed(key: winreg.HKEYType) -> Listed:
        try:
            keys, values, written = winreg.QueryInfoKey(key)
        except OSError:
            return Listed(is_whole=False)
        names = [_key_name(key, i) for i in range(min(keys, MAX_KEYS))]
        found = [_value(key, i) for i in range(min(values, MAX_VALUES))]
        return Listed(
            keys=tuple(name for name in names if name is not None),
            values=tuple(value for value in found if value is not None),
            written_at=filetime(written),
            is_whole=None not in names and None not in found and len(names) == keys,
        )

    def _key_name(key: winreg.HKEYType, index: int) -> str | None:
        try:
            return winreg.EnumKey(key, index)
        except OSError:
            return None

    def _value(key: winreg.HKEYType, index: int) -> Value | None:
        """One value; a broken one does not hide its neighbours."""
        try:
            name, value, kind = winreg.EnumValue(key, index)
        except OSError:
            return None
        return Value(name=name, type=kind, data=as_stored(kind, value))

else:

    def list_key(root: str, path: str) -> Listed | None:
        """Names of keys and all values; None if there is no such key."""
        raise UnsupportedError(f"{root}\\{path}: only Windows has a registry")


@dataclass(slots=True)
class LiveHive:
    """Part of the registry, such as ``SOFTWARE`` of ``HKEY_LOCAL_MACHINE``."""

    DAMAGE: ClassVar[Why] = Why.NOT_PERMITTED
    """Windows does not hand out what it cannot read; what it refuses is another's."""
    root: str
    path: str
    damaged: dict[str, None] = field(default_factory=dict)
    """Keys that could not be read whole."""

    @property
    def where(self) -> str:
        """Its name in the registry."""
        return f"{self.root}\\{self.path}"

    def key(self, path: str) -> "LiveKey | None":
        r"""The key at a path like ``Microsoft\Windows``, in any case; None if there is none."""
        key = LiveKey(self, path)
        return key if key.is_there else None

    def values(self, path: str) -> tuple[Value, ...]:
        """Values of the key at a path; none if there is no such key."""
        return LiveKey(self, path).values

    def text(self, path: str, name: str) -> str | None:
        """Text of one value; None if key or value is absent."""
        value = LiveKey(self, path).value(name)
        return value.text if value else None


class LiveKey:
    """A key, read when it is asked for something."""

    def __init__(self, hive: LiveHive, path: str) -> None:
        self._hive = hive
        self.path = path
        self.name = path.rpartition("\\")[2]

    @cached_property
    def _listed(self) -> Listed | None:
        listed = list_key(self._hive.root, f"{self._hive.path}\\{self.path}".strip("\\"))
        if listed and not listed.is_whole:
            self._hive.damaged[self.path or "\\"] = None
        return listed

    @property
    def is_there(self) -> bool:
        """Whether there is such a key, readable or not."""
        return self._listed is not None

    @property
    def written_at(self) -> datetime | None:
        """Last change of the key or its values."""
        return self._listed.written_at if self._listed else None

    @property
    def values(self) -> tuple[Value, ...]:
        """All values that can be read; if not all can, the key is noted."""
        return self._listed.values if self._listed else ()

    def child(self, name: str) -> "LiveKey | None":
        """The key of that name, in any case."""
        key = LiveKey(self._hive, self._below(name))
        return key if key.is_there else None

    def keys(self) -> Iterator["LiveKey"]:
        """Keys below."""
        for name in self._listed.keys if self._listed else ():
            yield LiveKey(self._hive, self._below(name))

    def value(self, name: str) -> Value | None:
        """The value of that name, in any case."""
        wanted = name.casefold()
        return next((value for value in self.values if value.name.casefold() == wanted), None)

    def _below(self, name: str) -> str:
        return f"{self.path}\\{name}" if self.path else name
