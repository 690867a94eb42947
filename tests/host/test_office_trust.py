from datetime import UTC, datetime
from pathlib import Path

import pytest

from kakekomi.drill.hive import binary, filetime, make_hive, make_tree
from kakekomi.facts.pc_setting_tables import ZoneIdentifier
from kakekomi.facts.pc_tables import OfficeTrust
from kakekomi.host import office_trust
from kakekomi.host.disk import Disk
from kakekomi.host.hive import open_hive
from kakekomi.host.pc import Account, Pc

AT = datetime(2022, 3, 7, 1, 2, 3, tzinfo=UTC)


def _collect(
    path: Path, version: str, application: str, data: bytes, *, name: str = "a.xlsm"
) -> list[object]:
    key = f"{office_trust.OFFICE}\\{version}\\{application}\\{office_trust.RECORDS}"
    hive = open_hive(make_hive(make_tree([(key, [binary(name, data)])])), where="x")
    account = Account(username="u", sid=None, directory="C:\\Users\\u")
    pc = Pc(disk=Disk(path), accounts=(account,))
    return list(office_trust.collect_user(pc, account, hive))


@pytest.mark.parametrize("version", ["12.0", "14.0", "15.0", "16.0"])
@pytest.mark.parametrize("application", ["Word", "Excel", "PowerPoint"])
@pytest.mark.parametrize(
    ("tail", "is_enabled"), [(b"\xff\xff\xff\x7f", True), (b"\x01\0\0\0", False)]
)
def test_a_record_tells_content_from_editing(
    tmp_path: Path, version: str, application: str, tail: bytes, is_enabled: object
) -> None:
    data = filetime(AT).to_bytes(8, "little") + bytes(12) + tail

    assert _collect(tmp_path, version, application, data) == [
        OfficeTrust(
            path="a.xlsm",
            enabled_content=bool(is_enabled),
            at=AT,
            username="u",
            application=application,
        )
    ]


def test_a_record_that_is_too_short_is_none(tmp_path: Path) -> None:
    assert _collect(tmp_path, "16.0", "Word", b"\xff\xff\xff\x7f") == []


def test_keys_that_are_no_version_hold_no_records(tmp_path: Path) -> None:
    assert _collect(tmp_path, "Common", "Word", bytes(24)) == []


@pytest.mark.parametrize(
    "name", ["%USERPROFILE%/Downloads/請求書.xlsm", "file:///C:/Users/u/Downloads/請求書.xlsm"]
)
def test_the_mark_of_a_trusted_document_shows_that_it_came_from_the_internet(
    tmp_path: Path, name: str
) -> None:
    folder = tmp_path / "Users/u/Downloads"
    folder.mkdir(parents=True)
    (folder / "請求書.xlsm").write_bytes(b"PK")
    (folder / "請求書.xlsm:Zone.Identifier").write_bytes(b"ZoneId=3")

    found = _collect(tmp_path, "16.0", "Excel", bytes(24), name=name)

    assert found[1:] == [ZoneIdentifier(path="C:\\Users\\u\\Downloads\\請求書.xlsm", zone=3)]
