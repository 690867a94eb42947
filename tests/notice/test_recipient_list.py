from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kakekomi.facts.errors import ParseError
from kakekomi.notice.address_form import LeftOut
from kakekomi.notice.correspondence import LeftOutPerson, Person
from kakekomi.notice.recipient_list import read_list, write_left_out, write_list

PEOPLE = (
    Person(address="a@partner.example", name="鈴木, 一郎", wrote=2, written_to=1),
    Person(
        address="b@partner.example",
        name="=cmd|'/c calc'!A0",
        together=3,
        last_at=datetime(2022, 3, 1, 9, 38, tzinfo=UTC),
    ),
)


def test_a_list_is_read_as_it_was_written() -> None:
    assert read_list(write_list(PEOPLE)) == PEOPLE


def test_no_cell_is_a_formula() -> None:
    text = write_list(PEOPLE).decode("utf-8-sig")

    assert "\"'=cmd" in text or ",'=cmd" in text


def test_a_spreadsheet_in_japan_may_save_it_in_its_own_encoding() -> None:
    text = write_list(PEOPLE).decode("utf-8-sig")

    assert read_list(text.encode("cp932")) == PEOPLE


def test_people_may_add_lines_with_an_address_only_and_blank_ones() -> None:
    data = b"address,name\r\nB@partner.example\r\n,\r\nb@partner.example,twice\r\n"

    assert read_list(data) == (Person(address="b@partner.example"),)


@pytest.mark.parametrize("line", ["nobody", "hanako@company.example", "a b@c.example"])
def test_a_line_that_can_not_be_written_to_is_named(line: str) -> None:
    with pytest.raises(ParseError, match="line 2"):
        read_list(f"address\r\n{line}\r\n".encode(), frozenset({"company.example"}))


def test_a_file_without_addresses_is_refused() -> None:
    with pytest.raises(ParseError, match="no column 'address'"):
        read_list(b"name\r\nA\r\n")


def test_who_is_left_out_is_listed_with_the_reason() -> None:
    left = LeftOutPerson(address="no-reply@a.example", reason=LeftOut.NO_REPLY, messages=4)

    assert write_left_out([left]).decode("utf-8-sig") == (
        "address,reason,messages\r\nno-reply@a.example,no_reply,4\r\n"
    )


@given(st.binary(max_size=512))
def test_any_bytes_are_a_list_or_a_parse_error(data: bytes) -> None:
    for whole in (data, b"address,name,last_at,wrote\n" + data):
        try:
            read_list(whole)
        except ParseError:
            continue
