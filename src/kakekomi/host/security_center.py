"""Antivirus and firewall products as Windows' Security Center knows them.

``productState`` is a number whose bits are known by practice only: 0x1000 on, 0x2000 snoozed,
0x10 definitions out of date. Windows Server has no Security Center.

Source: https://learn.microsoft.com/windows/win32/api/iwscapi/ (states)
"""

from collections.abc import Iterator
from typing import Final

from kakekomi.facts.pc_tables import WindowsSecurityProducts
from kakekomi.host.machine import Query
from kakekomi.host.system import product

NAMESPACE: Final = "ROOT\\SecurityCenter2"
_CLASSES: Final = (("AntiVirusProduct", "Antivirus"), ("FirewallProduct", "Firewall"))


def collect(query: Query) -> Iterator[WindowsSecurityProducts]:
    """One row a product. Raises: NotPermittedError, UnavailableError, UnsupportedError."""
    for table, label in _CLASSES:
        for name, state in query(NAMESPACE, table, ("displayName", "productState")):
            if name:
                yield product(label, str(name), state if isinstance(state, int) else None)
