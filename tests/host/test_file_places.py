from pathlib import Path

import pytest

from kakekomi.drill.pe import make_pe
from kakekomi.facts.gap import Gap, What, Why
from kakekomi.facts.pc_tables import File
from kakekomi.facts.row import Row
from kakekomi.host import file_places
from kakekomi.host.disk import Disk
from kakekomi.host.files import Files
from kakekomi.host.pc import Account, Pc

HOME = "Users/u"
FURTHER_DOWN = Gap(
    what=What.FOLDER, why=Why.BEYOND_THIS_CHECK, detail="AppData, ProgramData, Program Files"
)


def _noted(root: Path, *paths: str) -> tuple[set[str], list[Row]]:
    for path in paths:
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(make_pe())
    account = Account(username="u", sid=None, directory="C:\\Users\\u")
    pc = Pc(disk=Disk(root), accounts=(account,))
    seen = Files(pc.disk, None)
    gaps = list(file_places.collect(pc, seen))
    found = {row.path[3:].replace("\\", "/") for row in seen.rows() if isinstance(row, File)}
    return found, gaps


@pytest.mark.parametrize(
    "path",
    [
        f"{HOME}/a.ocx",
        f"{HOME}/oxnv1.ooccxx",
        f"{HOME}/Uflw5pa/W18vpk2/Nfd9nts.exe",
        f"{HOME}/AppData/Local/Temp/Setup.EXE",
        f"{HOME}/AppData/Local/a.exe",
        f"{HOME}/AppData/Local/Phxnzljad/wcgzvziqg.ljk",
        f"{HOME}/AppData/Roaming/a/b.dll",
        f"{HOME}/AppData/Local/Temp/OneNote/16.0/Exported/{{G}}/NT/0/a.dll",
        f"{HOME}/Downloads/123456/a.dll",
        "ProgramData/a.dll",
        "Users/Public/a/b.exe",
        "Windows/Tasks/bb.dll",
        "Windows/System32/Kfichjg/cbun.zia",
        "Windows/SysWOW64/Aibevs/jbcss.nfg",
    ],
)
def test_the_places_that_matter_are_looked_at(tmp_path: Path, path: str) -> None:
    assert _noted(tmp_path, path) == ({path}, [FURTHER_DOWN])


@pytest.mark.parametrize(
    "path",
    [
        f"{HOME}/AppData/Local/a/b/c.exe",
        f"{HOME}/source/repos/a.exe",
        f"{HOME}/AppData/Local/Cache/f_00a1.dat",
        f"{HOME}/AppData/Local/Temp/setup.log",
        "ProgramData/Vendor/a.exe",
        "Program Files/Vendor/a.exe",
        "Windows/System32/drivers/a.sys",
        "Windows/System32/ja-JP/a.dll",
        "Windows/System32/a.exe",
        "Windows/WinSxS/x/a.dll",
    ],
)
def test_the_rest_of_the_disk_is_not_walked(tmp_path: Path, path: str) -> None:
    assert _noted(tmp_path, path) == (set(), [FURTHER_DOWN])


def test_links_are_passed_by(tmp_path: Path) -> None:
    local = tmp_path / HOME / "AppData/Local"
    local.mkdir(parents=True)
    (local / "Application Data").symlink_to(local)
    (local / "out.exe").symlink_to("/bin/sh")

    assert _noted(tmp_path) == (set(), [FURTHER_DOWN])


def test_a_folder_with_more_files_than_are_looked_at_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file_places, "MAX_FILES_IN_FOLDER", 2)

    found, gaps = _noted(tmp_path, *(f"ProgramData/{name}.dll" for name in "abc"))

    assert found == {"ProgramData/a.dll", "ProgramData/b.dll"}
    assert gaps == [FURTHER_DOWN, Gap(what=What.FOLDER, why=Why.LIMIT, detail="C:\\ProgramData")]


def test_a_place_below_another_is_looked_at_by_its_own_names(tmp_path: Path) -> None:
    temp = f"{HOME}/AppData/Local/Temp"
    paths = (f"{temp}/setup.log", f"{temp}/setup.exe", f"{temp}/a/b.dll")

    assert _noted(tmp_path, *paths) == ({paths[1], paths[2]}, [FURTHER_DOWN])
