r"""Updates of Windows that are installed, from the list of its own installer.

Below ``Component Based Servicing\Packages`` each package is a key; those of updates are named::

    Package_for_KB5011487~31bf3856ad364e35~amd64~~10.0.1.3
    Package_for_RollupFix~31bf3856ad364e35~amd64~~19041.1586.1.7     the monthly one, by build

``CurrentState`` 0x70 means installed; the time is that of the key's own values.

Source: https://learn.microsoft.com/windows-hardware/manufacture/desktop/understanding-servicing-strategies
"""

import re
from collections.abc import Iterator
from itertools import islice
from typing import Final

from kakekomi.facts.pc_tables import Patches
from kakekomi.host.hive import filetime
from kakekomi.host.pc import Pc
from kakekomi.host.registry import RegistryKey, below

PACKAGES: Final = "Microsoft\\Windows\\CurrentVersion\\Component Based Servicing\\Packages"
MAX_PACKAGES: Final = 20_000
"""A PC of some years has five thousand."""

UPDATE_PATTERN: Final = re.compile(
    r"^Package_for_(?:(KB[0-9]{6,8})|RollupFix~[0-9a-f]+~\w*~~([0-9.]+))(?:~|$)", re.IGNORECASE
)
"""Takes ``Package_for_KB5011487~31bf…``; refuses ``Package_1_for_KB5011487~31bf…``, its part."""
_INSTALLED: Final = 0x70


def collect(pc: Pc) -> Iterator[Patches]:
    """One row an update."""
    packages = pc.software.key(PACKAGES) if pc.software else None
    for key in islice(below(packages), MAX_PACKAGES):
        match = UPDATE_PATTERN.match(key.name)
        if match and _number(key, "CurrentState") == _INSTALLED:
            yield Patches(
                hotfix_id=match[1].upper() if match[1] else f"RollupFix {match[2]}",
                installed_on=_installed_on(key),
                description="Update",
            )


def _installed_on(key: RegistryKey) -> str | None:
    """Day of installation, ISO 8601."""
    high, low = _number(key, "InstallTimeHigh"), _number(key, "InstallTimeLow")
    moment = filetime(high << 32 | low) if high is not None and low is not None else None
    return moment.date().isoformat() if moment else None


def _number(key: RegistryKey, name: str) -> int | None:
    value = key.value(name)
    return value.number if value else None
