from pathlib import Path

import pytest

from kakekomi.drill.hive import Value, dword, make_hive, make_tree, text
from kakekomi.facts.pc_setting_tables import Programs
from kakekomi.host import programs
from kakekomi.host.disk import Disk
from kakekomi.host.hive import open_hive
from kakekomi.host.pc import Account, Pc

ACCOUNT = Account(username="u", sid=None, directory="C:\\Users\\u")
OFFICE = [
    text("DisplayName", "Microsoft Office Professional Plus 2013"),
    text("DisplayVersion", "15.0.4420.1017"),
    text("Publisher", "Microsoft Corporation"),
    text("InstallDate", "20140401"),
]


def _of_all(path: Path, key: str, values: list[Value]) -> list[Programs]:
    software = open_hive(make_hive(make_tree([(key, values)])), where="SOFTWARE")
    return list(programs.collect(Pc(disk=Disk(path), software=software)))


@pytest.mark.parametrize("view", ["", "WOW6432Node\\"])
def test_a_program_for_all_users_is_a_row(tmp_path: Path, view: str) -> None:
    assert _of_all(tmp_path, f"{view}{programs.UNINSTALL}\\Office15.PROPLUS", OFFICE) == [
        Programs(
            name="Microsoft Office Professional Plus 2013",
            version="15.0.4420.1017",
            publisher="Microsoft Corporation",
            install_date="20140401",
        )
    ]


def test_a_program_of_one_user_names_the_user(tmp_path: Path) -> None:
    key = f"Software\\{programs.UNINSTALL}\\chat"
    hive = open_hive(make_hive(make_tree([(key, [text("DisplayName", "Chat")])])), where="U")

    found = list(programs.collect_user(Pc(disk=Disk(tmp_path)), ACCOUNT, hive))

    assert found == [Programs(name="Chat", username="u")]


@pytest.mark.parametrize(
    "values",
    [
        [],
        [text("DisplayName", " ")],
        [*OFFICE, dword("SystemComponent", 1)],
        [*OFFICE, text("ParentKeyName", "Office15.PROPLUS")],
    ],
    ids=["nothing", "no name", "a part", "an update"],
)
def test_parts_updates_and_nameless_entries_are_left_out(
    tmp_path: Path, values: list[Value]
) -> None:
    assert _of_all(tmp_path, f"{programs.UNINSTALL}\\x", values) == []


def test_without_a_hive_there_are_none(tmp_path: Path) -> None:
    pc = Pc(disk=Disk(tmp_path))

    assert list(programs.collect(pc)) == []
    assert list(programs.collect_user(pc, ACCOUNT, None)) == []
