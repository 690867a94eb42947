from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kakekomi.drill.ooxml import make_package
from kakekomi.facts.errors import ParseError
from kakekomi.mail import package

PARTS = {"[Content_Types].xml": b"<Types/>", "xl/a.xml": b"<a>" + b"x" * 3000, "empty": b""}


def read_all(data: bytes) -> dict[str, bytes]:
    found = package.parse(data)
    return {part.name: found.read(part) for part in found.parts}


def test_parts_are_read_by_name() -> None:
    found = package.parse(make_package(PARTS))
    part = found.find("XL/A.XML")

    assert read_all(make_package(PARTS)) == PARTS
    assert part is not None
    assert (part.name, part.plain_bytes, found.is_whole) == ("xl/a.xml", 3003, True)


def test_bytes_behind_and_before_the_archive_do_no_harm() -> None:
    assert read_all(make_package(PARTS) + bytes(500)) == PARTS
    assert read_all(b"PK\x03\x04" * 2 + make_package(PARTS)) == PARTS


def test_without_the_central_directory_the_parts_are_found_by_their_own_headers() -> None:
    whole = make_package(PARTS)
    cut = whole[: whole.index(b"PK\x01\x02")]

    assert (read_all(cut), package.parse(cut).is_whole) == (PARTS, False)


def test_a_part_is_inflated_up_to_the_limit_and_all_parts_up_to_theirs() -> None:
    found = package.parse(make_package({"a": b"x" * 1000}))
    found.inflated_bytes = package.MAX_INFLATED_BYTES - 30

    assert [len(found.read(found.parts[0], limit)) for limit in (10, 100, 100)] == [10, 20, 0]


def test_damage_inside_a_part_leaves_what_came_before() -> None:
    content = bytes(range(256)) * 64
    data = bytearray(make_package({"a": content}))
    data[200:260] = b"\xff" * 60

    got = read_all(bytes(data))["a"]

    assert content.startswith(got[:200])


@pytest.mark.parametrize("data", [b"", b"PK", b"PK\x05\x06" + bytes(18), b"Rar!"])
def test_what_holds_no_member_is_refused(data: bytes) -> None:
    with pytest.raises(ParseError):
        package.parse(data)


@settings(max_examples=150)
@given(st.data())
def test_a_damaged_package_reads_or_raises_parse_error(draw: st.DataObject) -> None:
    data = bytearray(make_package(PARTS))
    for _ in range(4):
        data[draw.draw(st.integers(0, len(data) - 1))] = draw.draw(st.integers(0, 255))

    with suppress(ParseError):
        read_all(bytes(data[: draw.draw(st.integers(0, len(data)))]))


@given(st.binary(max_size=300), st.binary(max_size=60))
def test_any_bytes_with_the_marks_of_a_zip_read(data: bytes, end: bytes) -> None:
    with suppress(ParseError):
        read_all(b"PK\x03\x04" + data + b"PK\x01\x02" + end + b"PK\x05\x06" + end + bytes(18))
