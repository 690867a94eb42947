from pathlib import Path

from kakekomi.drill.hive import Value, dword, expandable, make_hive, make_tree, text
from kakekomi.facts.pc_tables import Services
from kakekomi.host import services
from kakekomi.host.disk import Disk
from kakekomi.host.hive import open_hive
from kakekomi.host.pc import Command, Pc

KEY = "ControlSet001\\Services"


def _collect(path: Path, entries: list[tuple[str, list[Value]]]) -> list[object]:
    system = open_hive(make_hive(make_tree(entries)), where="SYSTEM")
    return list(services.collect(Pc(disk=Disk(path), system=system)))


def test_a_service_is_described_whole_and_gives_its_command(tmp_path: Path) -> None:
    image = "C:\\Windows\\SysWOW64\\regsvr32.exe /s x"
    values = [
        expandable("ImagePath", image),
        text("DisplayName", "Name"),
        text("Description", "What it does"),
        text("ObjectName", "LocalSystem"),
        dword("Start", 2),
        dword("Type", 0x110),
    ]

    assert _collect(tmp_path, [(f"{KEY}\\abc", values)]) == [
        Services(
            name="abc",
            display_name="Name",
            start_type="AUTO_START",
            service_type="OWN_PROCESS",
            path=image,
            description="What it does",
            user_account="LocalSystem",
        ),
        Command(origin="services", name="abc", command=image),
    ]


def test_a_shared_service_gives_the_dll_that_its_host_loads(tmp_path: Path) -> None:
    entries = [
        (f"{KEY}\\abc", [text("ImagePath", "svchost.exe -k x"), dword("Type", 0x20)]),
        (f"{KEY}\\abc\\Parameters", [expandable("ServiceDll", "%SystemRoot%\\a.dll")]),
    ]

    assert _collect(tmp_path, entries)[1] == Command(
        origin="services", name="abc", command="svchost.exe -k x", module="%SystemRoot%\\a.dll"
    )


def test_only_drivers_from_elsewhere_are_listed(tmp_path: Path) -> None:
    entries = [
        (f"{KEY}\\a", [text("ImagePath", "System32\\drivers\\a.sys"), dword("Type", 1)]),
        (f"{KEY}\\b", [text("ImagePath", "\\??\\C:\\Users\\u\\b.sys"), dword("Type", 1)]),
        (f"{KEY}\\c", [dword("Type", 1)]),
        (f"{KEY}\\d", [text("ImagePath", "C:\\d.exe"), dword("Start", 99)]),
    ]

    found = [row for row in _collect(tmp_path, entries) if isinstance(row, Services)]

    assert [(row.name, row.service_type, row.start_type) for row in found] == [
        ("b", "KERNEL_DRIVER", None),
        ("d", None, None),
    ]
