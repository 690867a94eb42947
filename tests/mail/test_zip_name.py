import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kakekomi.mail import zip_name


def make_field(kind: int, value: bytes) -> bytes:
    return struct.pack("<HH", kind, len(value)) + value


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        (b"invoice.doc", "invoice.doc"),
        ("見積書.doc".encode("cp932"), "見積書.doc"),
        ("発表.doc".encode("cp932"), "発表.doc"),
        ("請求書.xls".encode(), "請求書.xls"),
        ("ﾘｽﾄ.xls".encode("cp932"), "ﾘｽﾄ.xls"),
        ("Rechnung für uns.doc".encode("cp437"), "Rechnung für uns.doc"),
        (b"\x85\xfe\x85.doc", "à■à.doc"),
    ],
)
def test_a_name_is_read_as_its_packer_meant_it(raw: bytes, name: str) -> None:
    assert zip_name.decode(raw) == name


def test_a_backslash_inside_a_character_is_no_path() -> None:
    raw = "表示/予定表.doc".encode("cp932")

    assert b"\\" in raw
    assert zip_name.decode(raw) == "表示/予定表.doc"


def test_the_flag_for_utf_8_wins_over_the_guess() -> None:
    assert zip_name.decode("é.doc".encode(), is_utf8=True) == "é.doc"
    assert zip_name.decode(b"\x82\xa0", is_utf8=True) == "\ufffd\ufffd"


def test_the_unicode_path_field_counts_only_if_it_belongs_to_the_name() -> None:
    raw = b"a.doc"
    fresh = make_field(0x7075, b"\x01" + struct.pack("<I", zlib.crc32(raw)) + "あ.doc".encode())
    stale = make_field(0x7075, b"\x01" + struct.pack("<I", 1) + "あ.doc".encode())

    assert zip_name.decode(raw, extra=fresh) == "あ.doc"
    assert zip_name.decode(raw, extra=stale) == "a.doc"


def test_the_wanted_field_is_found_behind_others_and_empty_if_absent() -> None:
    extra = make_field(1, b"x") + make_field(2, b"yy")

    assert zip_name.extra_field(extra, 2) == b"yy"
    assert zip_name.extra_field(extra, 3) == b""


@given(st.binary(max_size=60), st.binary(max_size=40), st.booleans())
def test_any_bytes_give_a_name(raw: bytes, extra: bytes, is_utf8: bool) -> None:  # noqa: FBT001
    assert isinstance(zip_name.decode(raw, extra=extra, is_utf8=is_utf8), str)
