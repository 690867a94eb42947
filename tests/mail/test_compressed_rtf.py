from contextlib import suppress

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kakekomi.drill.outlook import compress_rtf
from kakekomi.facts.errors import ParseError
from kakekomi.mail import compressed_rtf

HELLO = bytes.fromhex(
    "2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d"
    "0a800fa0"
)
"""The first example of [MS-OXRTFCP]."""
CROSSING = bytes.fromhex("1a0000001c0000004c5a4675e2d44b51410004205758595a0d6e7d010eb0")
"""The second: a reference that runs into what it writes."""


def test_the_examples_of_the_specification_are_unpacked() -> None:
    assert compressed_rtf.unpack(HELLO) == b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n"
    assert compressed_rtf.unpack(CROSSING) == b"{\\rtf1 WXYZWXYZWXYZWXYZWXYZ}"


def test_stored_text_is_given_as_it_is() -> None:
    assert compressed_rtf.unpack(b"\x0f\0\0\0\3\0\0\0MELA\0\0\0\0abcd") == b"abc"


def test_a_cut_text_is_given_as_far_as_it_goes() -> None:
    packed = compress_rtf(b"{\\rtf1 a long text}")

    assert compressed_rtf.unpack(packed[:-4]) == b"{\\rtf1 a long te"[: len(packed) - 4 - 16 - 2]


def test_a_place_in_the_ring_that_nothing_was_written_to_is_nul() -> None:
    assert compressed_rtf.unpack(HELLO[:16] + b"\1\x80\0") == b"\0\0"


def test_the_size_is_capped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compressed_rtf, "MAX_RTF_BYTES", 10)

    assert compressed_rtf.unpack(compress_rtf(b"x" * 100)) == b"x" * 10


def test_other_bytes_are_refused() -> None:
    with pytest.raises(ParseError, match="no compressed RTF"):
        compressed_rtf.unpack(b"{\\rtf1 plain}")


@given(st.binary(max_size=500))
def test_packing_and_unpacking_gives_the_same(rtf: bytes) -> None:
    assert compressed_rtf.unpack(compress_rtf(rtf)) == rtf


@given(st.binary(max_size=200))
@example(b"\xff\xff\xff\xff")
def test_any_bytes_are_unpacked_or_refused(data: bytes) -> None:
    assert isinstance(compressed_rtf.unpack(HELLO[:16] + data), bytes)
    with suppress(ParseError):
        compressed_rtf.unpack(data)
