r"""Services and drivers of the control set that Windows last started with.

Layout: ``SYSTEM\ControlSet00n\Services\<name>`` with ``ImagePath`` (command line), ``Start``,
``Type``, ``DisplayName``, ``Description``, ``ObjectName`` and, for services that share svchost.exe,
``Parameters\ServiceDll``. With administrator rights Emotet made itself a service: of its own exe
until 2020, later of regsvr32.exe with its DLL.

Drivers from Windows' own folder are left out: there are hundreds, and no check asks for them.
"""

from collections.abc import Iterator
from typing import Final

from kakekomi.facts.pc_tables import Services
from kakekomi.facts.row import Row
from kakekomi.host.pc import Command, Pc
from kakekomi.host.registry import RegistryKey

ORIGIN: Final = "services"

_START_TYPES: Final = ("BOOT_START", "SYSTEM_START", "AUTO_START", "DEMAND_START", "DISABLED")
_SERVICE_TYPES: Final = {
    0x01: "KERNEL_DRIVER",
    0x02: "FILE_SYSTEM_DRIVER",
    0x10: "OWN_PROCESS",
    0x20: "SHARE_PROCESS",
    0x50: "OWN_PROCESS",
    0x60: "SHARE_PROCESS",
}
_DRIVERS: Final = frozenset((0x01, 0x02, 0x04, 0x08))
_INTERACTIVE: Final = 0x100
_PER_USER_INSTANCE: Final = 0x80
_DRIVER_FOLDERS: Final = ("system32\\drivers\\", "system32\\driverstore\\")


def collect(pc: Pc) -> Iterator[Row | Command]:
    """One row and one command for each service that names a program."""
    services = pc.system.key(f"{pc.control_set}\\Services") if pc.system else None
    for key in services.keys() if services else ():
        image = _text(key, "ImagePath")
        kind = (_number(key, "Type") or 0) & ~(_INTERACTIVE | _PER_USER_INSTANCE)
        if not image or (kind in _DRIVERS and _is_own_driver(image)):
            continue
        row = _row(pc, key, image, kind)
        yield row
        yield Command(
            origin=ORIGIN,
            name=row.name,
            command=image,
            username=None,
            module=row.module_path,
        )


def _row(pc: Pc, key: RegistryKey, image: str, kind: int) -> Services:
    start = _number(key, "Start")
    return Services(
        name=key.name,
        display_name=_text(key, "DisplayName"),
        status=pc.service_states.get(key.name.casefold()),
        start_type=_START_TYPES[start] if start is not None and start < len(_START_TYPES) else None,
        service_type=_SERVICE_TYPES.get(kind),
        path=image,
        module_path=_module(key, image),
        description=_text(key, "Description"),
        user_account=_text(key, "ObjectName"),
    )


def _module(key: RegistryKey, image: str) -> str | None:
    if "svchost" not in image.casefold():
        return None
    parameters = key.child("Parameters")
    return (_text(parameters, "ServiceDll") if parameters else None) or _text(key, "ServiceDll")


def _is_own_driver(image: str) -> bool:
    lowered = image.casefold()
    return any(folder in lowered for folder in _DRIVER_FOLDERS)


def _text(key: RegistryKey, name: str) -> str | None:
    value = key.value(name)
    return value.text or None if value else None


def _number(key: RegistryKey, name: str) -> int | None:
    value = key.value(name)
    return value.number if value else None
