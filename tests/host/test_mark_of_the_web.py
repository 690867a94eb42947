from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kakekomi.facts.pc_setting_tables import ZoneIdentifier
from kakekomi.host.disk import Disk
from kakekomi.host.mark_of_the_web import mark_of, parse_mark

PATH = "C:\\Users\\u\\Downloads\\a.xlsm"
MARK = (
    "[ZoneTransfer]\r\nZoneId=3\r\nReferrerUrl=C:\\Users\\u\\Downloads\\a.zip\r\n"
    "HostUrl=https://example.com/a.zip\r\n"
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_mark_says_where_the_file_came_from(encoding: str) -> None:
    assert parse_mark(MARK.encode(encoding), path=PATH) == ZoneIdentifier(
        path=PATH,
        zone=3,
        referrer_url="C:\\Users\\u\\Downloads\\a.zip",
        host_url="https://example.com/a.zip",
    )


@pytest.mark.parametrize("zone", [b"", b"ZoneId=", b"ZoneId=9", b"ZoneId=-1", "ZoneId=٣".encode()])
def test_a_mark_of_no_known_zone_is_still_a_mark(zone: bytes) -> None:
    assert parse_mark(b"[ZoneTransfer]\n" + zone, path=PATH) == ZoneIdentifier(path=PATH, zone=None)


def test_a_file_without_a_mark_has_none(tmp_path: Path) -> None:
    (tmp_path / "a.exe").write_bytes(b"")
    disk = Disk(tmp_path)
    (entry,) = disk.folder("C:\\")

    assert mark_of(disk, entry) is None


@given(st.binary(max_size=300))
def test_any_bytes_are_a_mark(data: bytes) -> None:
    assert parse_mark(data, path=PATH).path == PATH
