r"""Shared folders and what Everyone may do there: the way from one PC to all others.

``Services\LanmanServer\Shares`` has one multi-line value for each share (``Path=``, ``Remark=``,
``Type=``), and below ``Security`` its rights. Shares that Windows makes for administrators
(``C$``, ``ADMIN$``) are not kept there. A share without rights of its own has Windows' usual ones,
which differ by version: not known.

Source: https://learn.microsoft.com/troubleshoot/windows-client/networking/saving-restoring-existing-windows-shares
"""

from collections.abc import Iterator, Mapping
from typing import Final

from kakekomi.facts.errors import ParseError
from kakekomi.facts.gap import Gap, What, Why
from kakekomi.facts.pc_tables import SharedResources
from kakekomi.facts.row import Row
from kakekomi.host.hive_value import Value
from kakekomi.host.pc import Pc
from kakekomi.host.registry import RegistryKey
from kakekomi.host.security_descriptor import right_of_everyone

SHARES: Final = "Services\\LanmanServer\\Shares"


def collect(pc: Pc) -> Iterator[Row]:
    """One row a share; a gap for rights that cannot be read."""
    shares = pc.system.key(f"{pc.control_set}\\{SHARES}") if pc.system else None
    if shares is None:
        return
    security = shares.child("Security")
    for value in shares.values:
        fields = _fields(value)
        if not fields.get("path"):
            continue
        try:
            everyone = _everyone(security, value.name)
        except ParseError:
            everyone = None
            yield Gap(what=What.REGISTRY_KEY, why=Why.DAMAGED, detail=f"{SHARES}\\{value.name}")
        yield SharedResources(
            name=fields.get("sharename") or value.name,
            path=fields["path"],
            description=fields.get("remark") or None,
            everyone=everyone,
        )


def _fields(value: Value) -> Mapping[str, str]:
    """By name in lower case."""
    pairs = (line.partition("=") for line in value.text.split(";"))
    return {name.casefold(): text for name, _, text in pairs}


def _everyone(security: RegistryKey | None, name: str) -> str | None:
    value = security.value(name) if security else None
    return right_of_everyone(value.data, where=name) if value else None
