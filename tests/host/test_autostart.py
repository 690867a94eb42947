from collections.abc import Iterable
from pathlib import Path

import pytest

from kakekomi.drill.hive import WRITTEN_AT, Value, binary, make_hive, make_tree, text
from kakekomi.facts.gap import Gap, What, Why
from kakekomi.facts.pc_tables import Registry, StartupItems
from kakekomi.host import autostart
from kakekomi.host.disk import Disk
from kakekomi.host.hive import Hive, open_hive
from kakekomi.host.pc import Account, Command, Pc

CURRENT = "Microsoft\\Windows\\CurrentVersion"
WINLOGON = "Microsoft\\Windows NT\\CurrentVersion\\Winlogon"


def _hive(entries: Iterable[tuple[str, list[Value]]]) -> Hive:
    return open_hive(make_hive(make_tree(entries)), where="x")


def _of_user(path: Path, *entries: tuple[str, list[Value]]) -> list[object]:
    hive = _hive((f"Software\\{key}", values) for key, values in entries)
    account = Account(username="u", sid="S-1-5-21-1", directory="C:\\Users\\u")
    return list(autostart.collect_user(Pc(disk=Disk(path)), account, hive))


def test_a_run_value_is_a_registry_row_an_entry_and_a_command(tmp_path: Path) -> None:
    source = f"HKEY_USERS\\S-1-5-21-1\\Software\\{CURRENT}\\Run"

    assert _of_user(tmp_path, (f"{CURRENT}\\Run", [text("a", "regsvr32 b")])) == [
        Registry(
            key=source,
            path=f"{source}\\a",
            name="a",
            type="REG_SZ",
            data="regsvr32 b",
            mtime=int(WRITTEN_AT.timestamp()),
        ),
        StartupItems(name="a", path="regsvr32 b", source=source, username="u"),
        Command(origin="startup_items", name="a", command="regsvr32 b", username="u"),
    ]


@pytest.mark.parametrize("view", ["", "Wow6432Node\\"])
@pytest.mark.parametrize("name", ["Run", "RunOnce", "Policies\\Explorer\\Run"])
def test_all_run_keys_of_the_machine_are_read_in_both_views(
    tmp_path: Path, view: str, name: str
) -> None:
    software = _hive([(f"{view}{CURRENT}\\{name}", [text("a", "b.exe")])])

    found = list(autostart.collect(Pc(disk=Disk(tmp_path), software=software)))

    assert Command(origin="startup_items", name="a", command="b.exe") in found


def test_an_entry_that_was_switched_off_is_listed_as_disabled(tmp_path: Path) -> None:
    found = _of_user(
        tmp_path,
        (f"{CURRENT}\\Run", [text("off", "a.exe"), text("on", "b.exe")]),
        (
            f"{CURRENT}\\Explorer\\StartupApproved\\Run",
            [binary("OFF", b"\x03" + bytes(11)), binary("on", b"\x02" + bytes(11))],
        ),
    )

    assert [(row.name, row.status) for row in found if isinstance(row, StartupItems)] == [
        ("off", "disabled"),
        ("on", "enabled"),
    ]


def test_winlogon_gives_only_what_is_not_always_there(tmp_path: Path) -> None:
    found = _of_user(
        tmp_path,
        (
            WINLOGON,
            [
                text("Shell", "explorer.exe,C:\\a\\explorer.exe"),
                text("Userinit", "C:\\Windows\\system32\\userinit.exe,"),
            ],
        ),
    )

    assert [row.command for row in found if isinstance(row, Command)] == ["C:\\a\\explorer.exe"]


def test_a_value_named_by_a_drives_serial_is_kept(tmp_path: Path) -> None:
    found = _of_user(
        tmp_path,
        (f"{CURRENT}\\Explorer", [binary("6c1fa312", b"\1\2\3\4\5"), text("link", "x")]),
    )

    assert [(row.name, row.data) for row in found if isinstance(row, Registry)] == [
        ("6c1fa312", "0102030405")
    ]


def test_the_startup_folder_is_listed_and_what_a_link_leads_to_is_a_gap(tmp_path: Path) -> None:
    folder = tmp_path.joinpath("Users", "u", *autostart.STARTUP_IN_PROFILE.split("\\"))
    folder.mkdir(parents=True)
    for name in ("a.vbs", "b.lnk", "desktop.ini"):
        (folder / name).write_bytes(b"")
    path = f"C:\\Users\\u\\{autostart.STARTUP_IN_PROFILE}"

    found = _of_user(tmp_path)

    assert found == [
        StartupItems(name="a.vbs", path=f"{path}\\a.vbs", source=path, username="u"),
        Command(origin="startup_items", name="a.vbs", command=f'"{path}\\a.vbs"', username="u"),
        StartupItems(name="b.lnk", path=f"{path}\\b.lnk", source=path, username="u"),
        Gap(what=What.LINK_TARGET, why=Why.NOT_COLLECTED, detail=f"{path}\\b.lnk"),
    ]
