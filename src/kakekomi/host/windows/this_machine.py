"""The running PC, put together from Windows' own functions."""

import os
from pathlib import Path

from kakekomi.facts.errors import UnsupportedError
from kakekomi.host.machine import Machine
from kakekomi.host.registry import RegistryHive
from kakekomi.host.windows.api import is_32_bit_on_64
from kakekomi.host.windows.authenticode import authenticode
from kakekomi.host.windows.memory import opened
from kakekomi.host.windows.processes import running
from kakekomi.host.windows.registry import LOCAL_MACHINE, USERS, LiveHive
from kakekomi.host.windows.service_states import service_states
from kakekomi.host.windows.volumes import fixed_drives
from kakekomi.host.windows.whoami import whoami
from kakekomi.host.windows.wmi import query


def this_machine() -> Machine:
    """Raises: UnsupportedError elsewhere than on Windows; UnavailableError."""
    me = whoami()
    drive = os.environ.get("SYSTEMDRIVE", "C:")[:2].upper()
    if not drive[:1].isalpha() or drive[1:] != ":":
        raise UnsupportedError(f"SYSTEMDRIVE is {drive!r}, which is no drive")
    return Machine(
        root=Path(f"\\\\?\\{drive}\\"),
        drive=drive,
        username=me.username,
        sid=me.sid,
        is_admin=me.is_admin,
        sees_system_folders=not is_32_bit_on_64(),
        system=LiveHive(LOCAL_MACHINE, "SYSTEM"),
        software=LiveHive(LOCAL_MACHINE, "SOFTWARE"),
        loaded_hive=_loaded_hive,
        processes=running,
        drives=fixed_drives,
        service_states=service_states,
        signatures=authenticode,
        query=query,
        memory=opened,
    )


def _loaded_hive(sid: str) -> RegistryHive | None:
    hive = LiveHive(USERS, sid)
    return hive if hive.key("") else None
