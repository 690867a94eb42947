import random
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kakekomi.drill.cab import LZX, MSZIP, STORED, make_cab
from kakekomi.facts.errors import ParseError
from kakekomi.mail import cab
from kakekomi.mail.archive import Archive, Limits
from kakekomi.mail.zip_member import Problem

LONG = bytes(range(256)) * 300
QUANTUM = 0x0472


def read(data: bytes) -> Archive:
    return cab.read(data, (), Limits())


def contents(found: Archive) -> list[tuple[str | None, bytes, Problem | None]]:
    return [(one.name, one.content, one.problem) for one in found.members]


@pytest.mark.parametrize("method", [STORED, MSZIP, LZX])
def test_members_are_cut_out_of_blocks_that_repeat_the_ones_before(method: int) -> None:
    found = read(make_cab([("見積\\a.exe", LONG), ("b.txt", b"two")], method=method))

    assert contents(found) == [("見積\\a.exe", LONG, None), ("b.txt", b"two", None)]


def test_slow_unpacking_beyond_what_is_left_is_a_limit() -> None:
    found = cab.read(make_cab([("a", LONG)], method=LZX), (), Limits(slow_bytes=60_000))

    ((_, content, problem),) = contents(found)
    assert (problem, len(content) < len(LONG)) == (Problem.LIMIT, True)


def test_a_method_that_is_not_read_is_named() -> None:
    assert contents(read(make_cab([("a.exe", b"text")], method=QUANTUM))) == [
        ("a.exe", b"", Problem.UNSUPPORTED)
    ]


def test_a_cabinet_cut_short_keeps_what_was_before() -> None:
    found = read(make_cab([("a", b"one"), ("b", LONG)])[:-50_000])

    assert [(one.name, one.problem) for one in found.members] == [
        ("a", None),
        ("b", Problem.DAMAGED),
    ]


def test_reserved_areas_are_passed_over() -> None:
    data = bytearray(make_cab([("a", b"one")]))
    data[30] |= 4
    data[16:20] = (int.from_bytes(data[16:20], "little") + 8).to_bytes(4, "little")
    data[36:40] = (int.from_bytes(data[36:40], "little") + 8).to_bytes(4, "little")
    changed = bytes(data[:36]) + b"\x04\0\0\0rsvd" + bytes(data[36:])

    assert contents(read(changed)) == [("a", b"one", None)]


@settings(max_examples=150)
@given(st.binary(max_size=200))
def test_any_bytes_give_an_archive_or_parse_error(data: bytes) -> None:
    with suppress(ParseError):
        read(b"MSCF" + data)


def test_a_mutated_cabinet_gives_an_archive_or_parse_error() -> None:
    chance = random.Random(7)  # noqa: S311  the same every time
    original = make_cab([("a", b"one" * 99), ("b", b"two")], method=MSZIP)
    for _ in range(1_000):
        data = bytearray(original)
        for _ in range(chance.randint(1, 4)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        with suppress(ParseError):
            read(bytes(data))
