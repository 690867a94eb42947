import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kakekomi.drill.bit_writer import Token, played
from kakekomi.drill.rar import pack5
from kakekomi.facts.errors import ParseError
from kakekomi.mail.rar5_unpack import Unpacker


def ignore(_cost: int) -> None:
    pass


def unpack(data: bytes, size: int) -> bytes:
    return Unpacker().unpack(data, size, ignore)


@pytest.mark.parametrize("distance", [1, 4, 5, 30, 300, 9_000, 270_000])
@pytest.mark.parametrize("length", [6, 12, 40, 500])
def test_repetitions_reach_back_any_distance(distance: int, length: int) -> None:
    start: list[Token] = [*b"abc", (3, 250), *b"def"]
    far: list[Token] = [(200, 4_000)] * 70
    tokens: list[Token] = [*start, *far, (distance, length)]
    content = played(tokens)

    assert unpack(pack5(tokens), len(content)) == content


def test_blocks_follow_one_another_with_the_codes_of_the_first() -> None:
    first = bytearray(pack5([*b"one"]))
    first[0] ^= 0x40
    first[1] ^= 0x40

    assert unpack(bytes(first) + pack5([*b"two"]), 6) == b"onetwo"


def test_a_filter_is_undone_behind_the_whole() -> None:
    data = pack5([255, 255, 255], filters=[(0, 3, 0)])

    assert unpack(data, 3) == bytes([1, 2, 3])


def test_a_block_with_a_wrong_check_ends_the_data() -> None:
    data = bytearray(pack5([*b"one"]))
    data[1] ^= 1

    assert unpack(bytes(data), 3) == b""


def test_each_block_is_paid_for() -> None:
    def refuse(_cost: int) -> None:
        raise ParseError("enough")

    first = bytearray(pack5([*b"one"]))
    first[0] ^= 0x40
    first[1] ^= 0x40

    assert Unpacker().unpack(bytes(first) + pack5([*b"two"]), 6, refuse) == b"one"


@settings(max_examples=100)
@given(st.integers(0, 400), st.binary(min_size=1, max_size=40))
def test_any_bytes_in_it_unpack_to_something(at: int, junk: bytes) -> None:
    data = bytearray(pack5([*b"some literals", (4, 90), (3, 9)] * 8))
    at %= len(data) - 5
    data[at + 5 : at + 5 + len(junk)] = junk

    assert len(unpack(bytes(data), 500)) <= 500
