"""Lists as spreadsheets save them."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kakekomi.desk.cases.lists import MAX_LINES, ListedPartner, ListedPc, partners_of, pcs_of
from kakekomi.facts.errors import ParseError


@pytest.mark.parametrize("heading", ["PC名", "PCの名前", "Hostname"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_pcs_come_with_who_uses_them_and_without_the_heading(encoding: str, heading: str) -> None:
    text = f"{heading},使う人\r\n経理-1, 佐藤 花子 \r\n\r\n営業-2\r\n"

    assert list(pcs_of(text.encode(encoding))) == [
        ListedPc(hostname="経理-1", user_name="佐藤 花子"),
        ListedPc(hostname="営業-2"),
    ]


def test_partners_are_found_in_any_column_and_lines_without_an_address_passed_over() -> None:
    text = (
        "会社,アドレス\r\n若葉商店,INFO@wakaba.example\r\nx@y.example\r\n電話だけ,03-0000-0000\r\n"
    )

    assert list(partners_of(text.encode("cp932"))) == [
        ListedPartner(address="info@wakaba.example", name="若葉商店"),
        ListedPartner(address="x@y.example"),
    ]


def test_a_list_that_is_too_long_is_refused() -> None:
    with pytest.raises(ParseError):
        list(pcs_of(b"a\n" * (MAX_LINES + 1)))


@given(st.binary(max_size=2000))
def test_any_bytes_are_a_list_or_a_parse_error(data: bytes) -> None:
    with suppress(ParseError):
        list(pcs_of(data))
    with suppress(ParseError):
        list(partners_of(data))
