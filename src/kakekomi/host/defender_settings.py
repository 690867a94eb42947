r"""Whether Microsoft Defender was switched off, and how old its definitions are, by the registry.

A value that switches something off is a ``registry`` row. That nothing is switched off does not
prove that Defender runs: another product may have taken its place.

    Microsoft\Windows Defender, Policies\Microsoft\Windows Defender
      DisableAntiSpyware, DisableAntiVirus
      Real-Time Protection   DisableRealtimeMonitoring, DisableBehaviorMonitoring
      Signature Updates      SignaturesLastUpdated (time), AVSignatureVersion
      Exclusions\Paths       folders that are never scanned

Source: https://learn.microsoft.com/defender-endpoint/ (settings), by practice (times)
"""

from collections.abc import Iterator
from typing import Final

from kakekomi.facts.pc_tables import WindowsSecurityProducts
from kakekomi.facts.row import Row
from kakekomi.host.autostart import MACHINE, registry_row
from kakekomi.host.hive import filetime
from kakekomi.host.hive_value import Value
from kakekomi.host.pc import Pc

DEFENDER: Final = "Microsoft\\Windows Defender"
MAX_EXCLUSIONS: Final = 200
"""A developer's PC has a dozen."""

_TIME_BYTES: Final = 8
_SWITCHES: Final = (
    ("", "DisableAntiSpyware"),
    ("", "DisableAntiVirus"),
    ("Real-Time Protection", "DisableRealtimeMonitoring"),
    ("Real-Time Protection", "DisableBehaviorMonitoring"),
)


def collect(pc: Pc) -> Iterator[Row]:
    """Switches, exclusions, and one row about the product if it is there."""
    if pc.software is None or pc.software.key(DEFENDER) is None:
        return
    is_off = False
    for root in (DEFENDER, f"Policies\\{DEFENDER}"):
        for part, name in _SWITCHES:
            path = f"{root}\\{part}".rstrip("\\")
            key = pc.software.key(path)
            value = key.value(name) if key else None
            if value:
                yield registry_row(key, value, f"{MACHINE}\\{path}")
                is_off = is_off or bool(value.number)
        yield from _exclusions(pc, f"{root}\\Exclusions\\Paths")
    updated = _value(pc, f"{DEFENDER}\\Signature Updates", "SignaturesLastUpdated")
    yield WindowsSecurityProducts(
        type="Antivirus",
        name="Microsoft Defender",
        state="Off" if is_off else None,
        signatures_updated_at=(
            filetime(int.from_bytes(updated.data[:_TIME_BYTES], "little"))
            if updated and len(updated.data) == _TIME_BYTES
            else None
        ),
    )


def _exclusions(pc: Pc, path: str) -> Iterator[Row]:
    key = pc.software.key(path) if pc.software else None
    for value in key.values[:MAX_EXCLUSIONS] if key else ():
        yield registry_row(key, value, f"{MACHINE}\\{path}")


def _value(pc: Pc, path: str, name: str) -> Value | None:
    key = pc.software.key(path) if pc.software else None
    return key.value(name) if key else None
