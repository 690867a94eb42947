from pathlib import Path

import pytest

from kakekomi.drill.pe import make_pe
from kakekomi.facts.pc_tables import File, Launch
from kakekomi.host import launch
from kakekomi.host.disk import Disk
from kakekomi.host.files import Files
from kakekomi.host.pc import Command, Pc


@pytest.fixture
def pc(tmp_path: Path) -> Pc:
    folder = tmp_path / "Windows" / "System32"
    folder.mkdir(parents=True)
    for name in ("svchost.exe", "rundll32.exe", "Service.dll"):
        (folder / name).write_bytes(make_pe())
    return Pc(disk=Disk(tmp_path))


def _derive(pc: Pc, command: str, module: str | None = None) -> tuple[Launch, int]:
    files = Files(pc.disk, None)
    row = launch.derive(
        pc, files, Command(origin="services", name="n", command=command, module=module)
    )
    return row, sum(isinstance(noted, File) for noted in files.rows())


def test_a_service_host_gives_the_dll_it_loads_spelt_as_on_the_disk(pc: Pc) -> None:
    row, noted = _derive(
        pc, "%systemroot%\\system32\\svchost.exe -k x", "%SystemRoot%\\system32\\service.dll"
    )

    assert (row.host, row.target, row.is_pe, noted) == (
        "svchost",
        "C:\\Windows\\System32\\Service.dll",
        True,
        1,
    )


def test_a_host_without_a_file_has_no_target(pc: Pc) -> None:
    row, noted = _derive(pc, "C:\\Windows\\system32\\svchost.exe -k x")

    assert (row.host, row.target, row.filename, row.extension, noted) == (
        "svchost",
        None,
        None,
        "",
        0,
    )


def test_a_target_that_is_gone_keeps_its_path_and_stays_unknown(pc: Pc) -> None:
    row, noted = _derive(pc, 'rundll32.exe "C:\\Users\\u\\AppData\\Local\\a\\b.czi",Control_RunDLL')

    assert row == Launch(
        origin="services",
        name="n",
        host="rundll32",
        target="C:\\Users\\u\\AppData\\Local\\a\\b.czi",
        directory="C:\\Users\\u\\AppData\\Local\\a",
        filename="b.czi",
        extension="czi",
        entry_point="Control_RunDLL",
        command='rundll32.exe "C:\\Users\\u\\AppData\\Local\\a\\b.czi",Control_RunDLL',
        place="local_appdata",
        folder_depth=1,
        is_pe=None,
        namesake=False,
        directory_namesake=False,
    )
    assert noted == 0
