from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kakekomi.drill.bit_writer import Token, played
from kakekomi.drill.rar import pack3
from kakekomi.facts.errors import UnsupportedError
from kakekomi.mail.rar3_unpack import Unpacker


def ignore(_cost: int) -> None:
    pass


def unpack(data: bytes, size: int) -> bytes:
    return Unpacker().unpack(data, size, ignore)


@pytest.mark.parametrize("distance", [1, 4, 5, 30, 300, 9_000, 270_000])
@pytest.mark.parametrize("length", [6, 12, 40, 250])
def test_repetitions_reach_back_any_distance(distance: int, length: int) -> None:
    start: list[Token] = [*b"abc", (3, 250), *b"def"]
    far: list[Token] = [(200, 250)] * 1_100
    tokens: list[Token] = [*start, *far, (distance, length)]
    content = played(tokens)

    assert unpack(pack3(tokens), len(content)) == content


def test_data_packed_by_ppmd_is_not_read() -> None:
    with pytest.raises(UnsupportedError):
        unpack(b"\x80\0\0\0", 9)


def test_a_filter_by_an_unknown_program_is_not_undone() -> None:
    with pytest.raises(UnsupportedError):
        unpack(pack3([*b"text"], program=b"\x12\x34", length=4), 4)


@settings(max_examples=100)
@given(st.integers(0, 400), st.binary(min_size=1, max_size=40))
def test_any_bytes_in_it_unpack_to_something_or_are_unsupported(at: int, junk: bytes) -> None:
    data = bytearray(pack3([*b"some literals", (4, 90), (3, 9)] * 8, program=b"x", length=4))
    at %= len(data)
    data[at : at + len(junk)] = junk
    with suppress(UnsupportedError):
        assert len(unpack(bytes(data), 500)) <= 500
