import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kakekomi.mail import shell_item


def make_item(kind: int, rest: bytes) -> bytes:
    return struct.pack("<HB", 3 + len(rest), kind) + rest


def make_file_item(short: str, long: str = "", version: int = 9) -> bytes:
    rest = bytes(11) + short.encode("cp932") + b"\0"
    rest += bytes(-(3 + len(rest)) % 2)
    if long:
        at = {3: 20, 7: 38, 8: 42, 9: 46}[version]
        block = struct.pack("<H", version) + b"\x04\x00\xef\xbe"
        rest += b"\0\0" + block.ljust(at - 2, b"\0") + long.encode("utf-16-le") + b"\0\0"
    return make_item(0x32, rest)


DRIVE = make_item(0x2F, b"C:\\\0")


def test_drive_folder_and_file_make_a_path() -> None:
    items = DRIVE + make_file_item("WINDOWS") + make_file_item("cmd.exe") + b"\0\0"

    assert shell_item.path(items) == r"C:\WINDOWS\cmd.exe"


@pytest.mark.parametrize("version", [3, 7, 8, 9])
def test_the_long_name_stands_where_the_version_of_the_block_says(version: int) -> None:
    items = DRIVE + make_file_item("4F3C~1", "請求書", version)

    assert shell_item.path(items) == "C:\\請求書"


def test_a_known_folder_by_guid_spells_no_name() -> None:
    assert shell_item.path(make_item(0x2E, b"\x80:" + bytes(16))) == ""


def test_text_that_is_not_japanese_is_read_as_western() -> None:
    assert shell_item.ansi(b"caf\xe9") == "café"


@given(st.binary(max_size=512))
def test_any_bytes_give_a_path(data: bytes) -> None:
    assert isinstance(shell_item.path(data), str)
