from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kakekomi.drill.installer import make_installer
from kakekomi.facts.errors import ParseError
from kakekomi.mail import msi

FILES = {"media1.cab": b"MSCF" + bytes(5_000), "Binary.exercise": b"MsgBox 1"}


def test_files_come_with_their_names_those_of_actions_first() -> None:
    found = [(file.name, file.content) for file in msi.files(make_installer(FILES))]

    assert found == [
        ("Binary.exercise", b"MsgBox 1"),
        ("media1.cab", FILES["media1.cab"]),
    ]


def test_names_that_are_not_packed_are_kept_and_tables_are_marked() -> None:
    assert msi.stream_name("\x05SummaryInformation") == "\x05SummaryInformation"
    assert msi.stream_name("\u4840\u3f3f\u4824") == "!" + msi.stream_name("\u3f3f") + "a"


def test_what_is_no_compound_file_is_refused() -> None:
    with pytest.raises(ParseError):
        list(msi.files(b"MSI"))


@given(st.binary(max_size=100), st.integers(0, 2_000))
def test_any_bytes_give_files_or_raise_parse_error(data: bytes, at: int) -> None:
    made = make_installer(FILES)
    for damaged in (data, made[:at] + data + made[at + len(data) :], made[:at]):
        with suppress(ParseError):
            list(msi.files(damaged))
