import pytest
from hypothesis import given
from hypothesis import strategies as st

from kakekomi.facts.errors import ParseError
from kakekomi.mail import huffman
from kakekomi.mail.huffman import BitReader, Code


def test_codes_are_given_in_the_order_of_lengths_and_symbols() -> None:
    code = Code((2, 1, 0, 2))
    reader = BitReader(bytes([0b0_10_11_0_00]))

    assert [reader.symbol(code) for _ in range(4)] == [1, 0, 3, 1]


def test_bits_that_are_no_code_are_refused() -> None:
    with pytest.raises(ParseError):
        BitReader(b"\xff").symbol(Code((2, 2)))


@pytest.mark.parametrize("lengths", [(1, 1, 1), (1,) * 509 + (16,)])
def test_more_codes_than_fit_are_refused(lengths: tuple[int, ...]) -> None:
    with pytest.raises(ParseError):
        Code(lengths)


def test_a_code_of_more_bits_than_the_formats_know_is_refused() -> None:
    with pytest.raises(ParseError):
        Code((29,))


def test_a_code_of_one_symbol_takes_no_bits() -> None:
    reader = BitReader(b"\x80")

    assert (reader.symbol(Code.of_one(7)), reader.take(1)) == (7, 1)


def test_bits_behind_the_end_are_refused() -> None:
    reader = BitReader(b"\x12\x34\x56\x78\x9a")

    assert (reader.take(4), reader.take(32)) == (1, 0x23456789)
    reader.align()
    with pytest.raises(ParseError):
        reader.take(1)


def test_literals_end_at_another_symbol_at_the_room_and_at_the_end() -> None:
    code = Code([9] * 300)
    bits = "".join(f"{symbol:09b}" for symbol in (65, 66, 260, 67))
    reader = BitReader(int(bits.ljust(40, "0"), 2).to_bytes(5, "big"))
    out = bytearray()

    assert huffman.literals(reader, code, out, room=9, end=36) == 260
    assert huffman.literals(reader, code, out, room=9, end=36) == -1
    assert huffman.literals(reader, code, out, room=3, end=99) == -1
    assert out == b"ABC"


@given(st.binary(min_size=1, max_size=40), st.integers(1, 50), st.integers(0, 99))
def test_a_repetition_may_overlap_itself(before: bytes, distance: int, length: int) -> None:
    out = bytearray(before)
    if distance > len(before):
        with pytest.raises(ParseError):
            huffman.copy(out, distance, length)
        return
    huffman.copy(out, distance, length)
    slow = bytearray(before)
    for _ in range(length):
        slow.append(slow[-distance])

    assert out == slow
