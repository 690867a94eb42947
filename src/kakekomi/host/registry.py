"""What collectors ask of a registry, whether it is a hive's file or the one of the running PC.

Both give the same values for the same registry, so a collector is written once and its facts do
not tell where they came from.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import ClassVar, Protocol

from kakekomi.facts.gap import Why
from kakekomi.host.hive_value import Value


class RegistryKey(Protocol):
    """A key; reading below it never raises, damage is noted on the hive."""

    @property
    def name(self) -> str:
        """Verbatim."""

    @property
    def written_at(self) -> datetime | None:
        """Last change of the key or its values; None if it is no time."""

    @property
    def values(self) -> tuple[Value, ...]:
        """All values that can be read; the others are noted."""

    def child(self, name: str) -> "RegistryKey | None":
        """The key of that name, in any case."""

    def keys(self) -> Iterator["RegistryKey"]:
        """Keys below."""

    def value(self, name: str) -> Value | None:
        """The value of that name, in any case."""


class RegistryHive(Protocol):
    """A part of the registry that is kept in one file."""

    DAMAGE: ClassVar[Why]
    """Why keys cannot be read whole, where that happens."""

    @property
    def where(self) -> str:
        """Path of its file, or its name in the registry."""

    @property
    def damaged(self) -> Iterable[str]:
        """Paths of keys that could not be read whole."""

    def key(self, path: str) -> RegistryKey | None:
        r"""The key at a path like ``Microsoft\Windows``, in any case; None if there is none."""

    def values(self, path: str) -> tuple[Value, ...]:
        """Values of the key at a path; none if there is no such key."""

    def text(self, path: str, name: str) -> str | None:
        """Text of one value; None if key or value is absent."""


def below(key: RegistryKey | None) -> Iterator[RegistryKey]:
    """Keys below one that may not be there."""
    return iter(()) if key is None else key.keys()


def descendant(key: RegistryKey, path: str) -> RegistryKey | None:
    r"""The key at a path like ``Security\ProtectedView`` below another."""
    found: RegistryKey | None = key
    for name in path.split("\\"):
        found = found.child(name) if found else None
    return found
