from pathlib import Path

from kakekomi.drill.hive import Value, dword, make_hive, make_tree, text
from kakekomi.facts.pc_tables import LogicalDrives, OsVersion, SystemInfo, WindowsSecurityProducts
from kakekomi.host import system
from kakekomi.host.disk import Disk
from kakekomi.host.hive import open_hive
from kakekomi.host.pc import Pc


def _pc(path: Path, software: list[tuple[str, list[Value]]]) -> Pc:
    return Pc(disk=Disk(path), software=open_hive(make_hive(make_tree(software)), where="x"))


def test_windows_11_is_told_by_its_build(tmp_path: Path) -> None:
    values = [text("ProductName", "Windows 10 Pro"), text("CurrentBuild", "22631")]

    assert OsVersion(name="Windows 11 Pro", build="22631") in tuple(
        system.collect(_pc(tmp_path, [(system.VERSION_KEY, values)]), ())
    )


def test_an_antivirus_that_is_off_and_old_says_so(tmp_path: Path) -> None:
    key = "Microsoft\\Security Center\\Provider\\Av\\{1}"
    values = [text("DISPLAYNAME", "ウイルス対策"), dword("STATE", 0x40010)]

    assert WindowsSecurityProducts(
        type="Antivirus", name="ウイルス対策", state="Off", signatures_up_to_date=False
    ) in tuple(system.collect(_pc(tmp_path, [(key, values)]), ()))


def test_without_hives_only_the_drives_are_known(tmp_path: Path) -> None:
    pc = Pc(disk=Disk(tmp_path))
    drive = LogicalDrives(device_id="C:", serial_hex=None)

    assert tuple(system.collect(pc, [drive])) == (SystemInfo(), OsVersion(), drive)
    assert system.hostname(pc) is None
