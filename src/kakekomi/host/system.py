"""Which PC it is: name, Windows version, drive, registered antivirus.

Source: registry values that Windows' own "System" page shows; Security Center's list of providers
is known by practice only, its state bits from the WSC_SECURITY_PRODUCT values.
"""

from collections.abc import Iterable, Iterator
from typing import Final

from kakekomi.facts.pc_tables import LogicalDrives, OsVersion, SystemInfo, WindowsSecurityProducts
from kakekomi.facts.row import Row
from kakekomi.host.pc import Pc

VERSION_KEY: Final = "Microsoft\\Windows NT\\CurrentVersion"
FIRST_WINDOWS_11_BUILD: Final = 22_000
"""Windows 11 still calls itself Windows 10 in ``ProductName``."""

_ON: Final = 0x1000
_SNOOZED: Final = 0x2000
_OUTDATED: Final = 0x10


def hostname(pc: Pc) -> str | None:
    """Name of the PC in SYSTEM; None if it cannot be read."""
    if pc.system is None:
        return None
    control = f"{pc.control_set}\\Control\\ComputerName\\ComputerName"
    network = f"{pc.control_set}\\Services\\Tcpip\\Parameters"
    return pc.system.text(network, "Hostname") or pc.system.text(control, "ComputerName") or None


def collect(pc: Pc, drives: Iterable[LogicalDrives]) -> Iterator[Row]:
    """Rows about the PC as a whole; its drives are told, a registry does not know them."""
    yield _system_info(pc)
    yield _os_version(pc)
    yield from drives
    yield from _products(pc)


def _system_info(pc: Pc) -> SystemInfo:
    if pc.system is None:
        return SystemInfo()
    info = f"{pc.control_set}\\Control\\SystemInformation"
    name = f"{pc.control_set}\\Control\\ComputerName\\ComputerName"
    return SystemInfo(
        hostname=hostname(pc),
        computer_name=pc.system.text(name, "ComputerName"),
        hardware_vendor=pc.system.text(info, "SystemManufacturer"),
        hardware_model=pc.system.text(info, "SystemProductName"),
    )


def _os_version(pc: Pc) -> OsVersion:
    environment = f"{pc.control_set}\\Control\\Session Manager\\Environment"
    arch = pc.system.text(environment, "PROCESSOR_ARCHITECTURE") if pc.system else None
    if pc.software is None:
        return OsVersion(arch=arch)
    name = pc.software.text(VERSION_KEY, "ProductName")
    build = pc.software.text(VERSION_KEY, "CurrentBuild")
    if name and build and build.isdigit() and int(build[:9]) >= FIRST_WINDOWS_11_BUILD:
        name = name.replace("Windows 10", "Windows 11")
    installed = pc.software.text(VERSION_KEY, "InstallDate")
    return OsVersion(
        name=name,
        version=pc.software.text(VERSION_KEY, "DisplayVersion")
        or pc.software.text(VERSION_KEY, "ReleaseId"),
        build=build,
        arch=arch,
        install_date=int(installed[:12]) if installed and installed.isdigit() else None,
    )


def _products(pc: Pc) -> Iterator[WindowsSecurityProducts]:
    for kind, label in (("Av", "Antivirus"), ("Fw", "Firewall")):
        path = f"Microsoft\\Security Center\\Provider\\{kind}"
        providers = pc.software.key(path) if pc.software else None
        for key in providers.keys() if providers else ():
            name, state = key.value("DISPLAYNAME"), key.value("STATE")
            if name and name.text:
                yield product(label, name.text, state.number if state else None)


def product(kind: str, name: str, bits: int | None) -> WindowsSecurityProducts:
    """A product whose state is given in Security Center's bits; None if it is not known."""
    return WindowsSecurityProducts(
        type=kind,
        name=name,
        state=None if bits is None else _state(bits),
        signatures_up_to_date=None if bits is None else not bits & _OUTDATED,
    )


def _state(bits: int) -> str:
    return "On" if bits & _ON else "Snoozed" if bits & _SNOOZED else "Off"
