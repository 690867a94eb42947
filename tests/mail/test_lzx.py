from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kakekomi.drill.lzx import FRAME_BYTES, WINDOW_POWER, LzxPacker
from kakekomi.facts.errors import ParseError
from kakekomi.mail import lzx
from kakekomi.mail.lzx import ALIGNED, CODED, STORED, Unpacker

PROGRAM = (b"\x90\xe8\x10\x20\0\0ab\xe8\xf0\xff\xff\xff" + bytes(range(40))) * 1_500
PIECES = st.lists(
    st.sampled_from([b"\xe8", b"abcd", b"\0\0\0\0", b"xyzw" * 9]) | st.binary(max_size=9)
)


def free(_cost: int) -> None:
    """Count nothing."""


def unpacked(frames: Sequence[tuple[bytes, int]]) -> bytes:
    unpacker = Unpacker(WINDOW_POWER, free)
    return b"".join(unpacker.frame(packed, size) for packed, size in frames)


@pytest.mark.parametrize("call_bytes", [0, 1_000, 70_000])
@pytest.mark.parametrize(
    "kinds", [(CODED,), (ALIGNED,), (STORED,), (CODED, ALIGNED), (STORED, CODED), (CODED, STORED)]
)
def test_blocks_of_every_kind_go_on_from_frame_to_frame(
    kinds: tuple[int, ...], call_bytes: int
) -> None:
    frames = list(LzxPacker(kinds, call_bytes=call_bytes).frames(PROGRAM))

    assert len(frames) > 2
    assert unpacked(frames) == PROGRAM


@settings(max_examples=60)
@given(PIECES, st.sampled_from([(CODED,), (ALIGNED,), (STORED,)]), st.sampled_from([0, 50]))
def test_any_content_comes_back(pieces: list[bytes], kinds: tuple[int, ...], calls: int) -> None:
    content = b"".join(pieces)

    assert unpacked(list(LzxPacker(kinds, call_bytes=calls).frames(content))) == content


def test_slots_of_distances_grow_as_the_format_says() -> None:
    assert lzx.BASES[:10] == (0, 1, 2, 3, 4, 6, 8, 12, 16, 24)
    assert all(later > earlier for earlier, later in pairwise(lzx.BASES))
    assert lzx.BASES[lzx.SLOTS[21]] - 2 >= (1 << 21) - 3


def test_no_more_than_a_window_is_kept() -> None:
    unpacker = Unpacker(WINDOW_POWER, free)
    for packed, size in LzxPacker((CODED,)).frames(bytes(5 * FRAME_BYTES)):
        unpacker.frame(packed, size)

    assert len(unpacker._out) <= FRAME_BYTES + (1 << WINDOW_POWER)


def test_each_block_is_paid_for() -> None:
    paid: list[int] = []
    unpacker = Unpacker(WINDOW_POWER, paid.append)
    for packed, size in LzxPacker((CODED, STORED, ALIGNED)).frames(PROGRAM):
        unpacker.frame(packed, size)

    assert len(paid) == 3


def test_a_window_that_no_encoder_has_is_refused() -> None:
    with pytest.raises(ParseError, match="window"):
        Unpacker(14, free)


@settings(max_examples=100)
@given(st.integers(0, 3_000), st.binary(max_size=16), st.sampled_from([CODED, ALIGNED, STORED]))
def test_damaged_frames_unpack_or_are_refused(at: int, junk: bytes, kind: int) -> None:
    ((packed, size),) = LzxPacker((kind,)).frames(PROGRAM[:9_000])
    damaged = packed[:at] + junk + packed[at + len(junk) :]
    try:
        content = Unpacker(WINDOW_POWER, free).frame(damaged, size)
    except ParseError:
        return
    assert len(content) == size


@given(st.binary(max_size=60))
def test_any_bytes_unpack_or_are_refused(data: bytes) -> None:
    try:
        content = Unpacker(WINDOW_POWER, free).frame(data, 50)
    except ParseError:
        return
    assert len(content) == 50
