"""A running Windows in memory: a made disk with its own hives, and what else tests put in."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from kakekomi.drill.pc_root import SID
from kakekomi.facts.errors import UnsupportedError
from kakekomi.facts.gap import Why
from kakekomi.facts.pc_tables import Authenticode, LogicalDrives
from kakekomi.host.hive import Hive, open_hive
from kakekomi.host.hive_value import Value
from kakekomi.host.machine import Answer, Machine, Seen
from kakekomi.host.registry import RegistryHive, RegistryKey


@dataclass(frozen=True)
class LinkedSystem:
    """SYSTEM as a running Windows shows it, with the link to the current control set."""

    DAMAGE: ClassVar[Why] = Why.NOT_PERMITTED
    hive: Hive

    @property
    def where(self) -> str:
        return self.hive.where

    @property
    def damaged(self) -> Iterable[str]:
        return self.hive.damaged

    def key(self, path: str) -> RegistryKey | None:
        return self.hive.key(path.replace("CurrentControlSet", "ControlSet001"))

    def values(self, path: str) -> tuple[Value, ...]:
        key = self.key(path)
        return key.values if key else ()

    def text(self, path: str, name: str) -> str | None:
        key = self.key(path)
        value = key.value(name) if key else None
        return value.text if value else None


def trusted(_local: str, path: str) -> Authenticode:
    return Authenticode(path=path, result="trusted")


def no_wmi(_namespace: str, table: str, _columns: tuple[str, ...]) -> list[Answer]:
    raise UnsupportedError(table)


def make_machine(
    root: Path,
    *,
    processes: Iterable[Seen] = (),
    serial: str | None = "6C1FA312",
    states: Mapping[str, str] | None = None,
    is_loaded: bool = True,
    is_admin: bool = True,
) -> Machine:
    """A running PC whose disk was made below ``root``."""
    config = root / "Windows/System32/config"
    user = open_hive((root / "Users/tanaka/NTUSER.DAT").read_bytes(), where="HKEY_USERS")
    software = open_hive((config / "SOFTWARE").read_bytes(), where="SOFTWARE")

    def loaded_hive(sid: str) -> RegistryHive | None:
        return user if is_loaded and sid == SID else None

    return Machine(
        root=root,
        drive="C:",
        username="tanaka",
        sid=SID,
        is_admin=is_admin,
        sees_system_folders=True,
        system=LinkedSystem(open_hive((config / "SYSTEM").read_bytes(), where="SYSTEM")),
        software=software,
        loaded_hive=loaded_hive,
        processes=lambda: processes,
        drives=lambda: [LogicalDrives(device_id="C:", serial_hex=serial)],
        service_states=lambda: states or {},
        signatures=trusted,
        query=no_wmi,
    )
