r"""Installed programs, from the entries by which Windows removes them: what is old can be told.

Each key below ``Uninstall`` is a program: for all users in SOFTWARE (and ``WOW6432Node`` for 32-bit
ones), for one user in the user's own hive. Parts that Windows hides (``SystemComponent`` 1),
updates of another program (``ParentKeyName``) and entries without a name are left out. A program
that was only copied, or that a store installed, has no entry.

Source: https://learn.microsoft.com/windows/win32/msi/uninstall-registry-key
"""

from collections.abc import Iterator
from itertools import islice
from typing import Final

from kakekomi.facts.pc_setting_tables import Programs
from kakekomi.host.pc import Account, Pc
from kakekomi.host.registry import RegistryHive, RegistryKey, below

UNINSTALL: Final = "Microsoft\\Windows\\CurrentVersion\\Uninstall"
MAX_PROGRAMS: Final = 5_000
"""Of one key; an office PC has some hundred."""
MAX_TEXT_CHARS: Final = 1_000
"""A name has some dozen letters."""


def collect(pc: Pc) -> Iterator[Programs]:
    """Programs for all users."""
    for view in ("", "WOW6432Node\\"):
        yield from _listed(pc.software, f"{view}{UNINSTALL}", username=None)


def collect_user(_pc: Pc, account: Account, hive: RegistryHive | None) -> Iterator[Programs]:
    """Programs for this user alone."""
    yield from _listed(hive, f"Software\\{UNINSTALL}", username=account.username)


def _listed(hive: RegistryHive | None, path: str, *, username: str | None) -> Iterator[Programs]:
    root = hive.key(path) if hive else None
    for key in islice(below(root), MAX_PROGRAMS):
        name = _text(key, "DisplayName")
        part = key.value("SystemComponent")
        if name is None or _text(key, "ParentKeyName") or (part and part.number == 1):
            continue
        yield Programs(
            name=name,
            version=_text(key, "DisplayVersion"),
            publisher=_text(key, "Publisher"),
            install_date=_text(key, "InstallDate"),
            username=username,
        )


def _text(key: RegistryKey, name: str) -> str | None:
    value = key.value(name)
    return (value.text or "").strip()[:MAX_TEXT_CHARS] or None if value else None
