from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kakekomi.drill.onenote import HARMLESS_SCRIPT, ONE_PIXEL_PNG, make_onenote
from kakekomi.facts.errors import ParseError
from kakekomi.mail import onenote
from kakekomi.mail.document import Defect


def test_files_and_pictures_are_found_and_files_named() -> None:
    note = onenote.parse(make_onenote())

    assert [(item.name, item.content) for item in note.objects] == [
        (None, ONE_PIXEL_PNG),
        ("click.wsf", HARMLESS_SCRIPT),
    ]
    assert (note.names, note.defects) == (("click.wsf",), ())


def test_names_are_not_tied_to_files_when_their_numbers_differ() -> None:
    one = make_onenote(files=[("a.vbs", b"1"), ("b.vbs", b"2")])
    without_last_object = one[: one.rindex(onenote.OBJECT_HEADER)]

    note = onenote.parse(without_last_object)

    assert [item.name for item in note.objects] == [None]
    assert note.names == ("a.vbs", "b.vbs")


def test_an_object_that_lies_about_its_size_ends_at_its_footer() -> None:
    note = bytearray(make_onenote(files=[("a.vbs", b"12345678")]))
    at = note.index(onenote.OBJECT_HEADER)
    note[at + 16 : at + 24] = (1 << 40).to_bytes(8, "little")

    found = onenote.parse(bytes(note))

    assert [item.content for item in found.objects] == [b"12345678"]
    assert found.defects == (
        Defect(where=f"object at {at}", what=f"declares {1 << 40} bytes, more than there are"),
    )


def test_more_objects_than_the_cap_leave_a_defect() -> None:
    files = [("", b"x")] * (onenote.MAX_OBJECTS + 1)

    note = onenote.parse(make_onenote(files=files))

    assert (len(note.objects), len(note.defects)) == (onenote.MAX_OBJECTS, 1)


def test_what_is_no_section_is_refused() -> None:
    with pytest.raises(ParseError):
        onenote.parse(b"\x89PNG")


@given(st.binary(max_size=1024))
def test_any_bytes_in_a_section_parse(data: bytes) -> None:
    whole = onenote.SIGNATURE + data + onenote.OBJECT_HEADER + data

    assert isinstance(onenote.parse(whole), onenote.OnenoteFile)


@given(st.binary(max_size=64), st.binary(max_size=64))
def test_any_bytes_around_a_name_parse(before: bytes, behind: bytes) -> None:
    with suppress(ParseError):
        onenote.parse(onenote.SIGNATURE + before + b"\x87\x1d\x00\x1c" + behind)
