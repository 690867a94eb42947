from pathlib import Path

import pytest

from kakekomi.drill.hive import dword, make_hive, make_tree
from kakekomi.facts.pc_tables import Patches
from kakekomi.host import patches
from kakekomi.host.disk import Disk
from kakekomi.host.hive import open_hive
from kakekomi.host.pc import Pc


def _collect(path: Path, name: str, *, state: int = 0x70) -> list[object]:
    values = [
        dword("CurrentState", state),
        dword("InstallTimeHigh", 0x01D8_3200),
        dword("InstallTimeLow", 0),
    ]
    software = open_hive(
        make_hive(make_tree([(f"{patches.PACKAGES}\\{name}", values)])), where="SOFTWARE"
    )
    return list(patches.collect(Pc(disk=Disk(path), software=software)))


@pytest.mark.parametrize(
    ("name", "hotfix"),
    [
        ("Package_for_KB5011487~31bf3856ad364e35~amd64~~10.0.1.3", "KB5011487"),
        (
            "Package_for_RollupFix~31bf3856ad364e35~amd64~~19041.1586.1.7",
            "RollupFix 19041.1586.1.7",
        ),
    ],
)
def test_an_installed_update_is_named_with_its_day(tmp_path: Path, name: str, hotfix: str) -> None:
    assert _collect(tmp_path, name) == [
        Patches(hotfix_id=hotfix, installed_on="2022-03-07", description="Update")
    ]


@pytest.mark.parametrize(
    ("name", "state"),
    [
        ("Package_for_KB5011487~31bf3856ad364e35~amd64~~10.0.1.3", 0x40),
        ("Package_1_for_KB5011487~31bf3856ad364e35~amd64~~10.0.1.3", 0x70),
        ("Microsoft-Windows-Client-Features-Package~31bf~amd64~~10.0.1", 0x70),
    ],
)
def test_parts_and_what_is_not_installed_are_none(tmp_path: Path, name: str, state: int) -> None:
    assert _collect(tmp_path, name, state=state) == []
