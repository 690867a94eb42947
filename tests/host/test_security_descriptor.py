import struct
from contextlib import suppress

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kakekomi.facts.errors import ParseError
from kakekomi.host.security_descriptor import EVERYONE, Right, right_of_everyone

READ, CHANGE, FULL = 0x1200A9, 0x1301BF, 0x1F01FF
ADMINISTRATORS = bytes((1, 2, 0, 0, 0, 0, 0, 5)) + struct.pack("<II", 32, 544)


def make_descriptor(*entries: tuple[int, int, bytes], control: int = 0x8004) -> bytes:
    """Entries: type (0 allows, 1 denies), rights, SID."""
    body = b"".join(
        struct.pack("<BBHI", kind, 0, 8 + len(sid), mask) + sid for kind, mask, sid in entries
    )
    rights = struct.pack("<BBHHH", 2, 0, 8 + len(body), len(entries), 0) + body
    return struct.pack("<BBHIIII", 1, 0, control, 0, 0, 0, 20) + rights


@pytest.mark.parametrize(
    ("entries", "right"),
    [
        ([(0, FULL, EVERYONE)], Right.CHANGE),
        ([(0, CHANGE, EVERYONE)], Right.CHANGE),
        ([(0, READ, EVERYONE)], Right.READ),
        ([(0, FULL, ADMINISTRATORS)], Right.NONE),
        ([(0, FULL, ADMINISTRATORS), (0, READ, EVERYONE)], Right.READ),
        ([(1, CHANGE, EVERYONE), (0, CHANGE, EVERYONE)], Right.NONE),
        ([], Right.NONE),
    ],
)
def test_the_right_of_everyone_is_the_widest_that_is_not_denied(
    entries: list[tuple[int, int, bytes]], right: Right
) -> None:
    assert right_of_everyone(make_descriptor(*entries), where="x") is right


def test_without_a_list_everybody_may_do_everything() -> None:
    assert right_of_everyone(make_descriptor(control=0x8000), where="x") is Right.CHANGE


@given(st.binary(max_size=200))
@example(make_descriptor((0, READ, EVERYONE))[:30])
def test_any_bytes_are_a_descriptor_or_refused(data: bytes) -> None:
    with suppress(ParseError):
        right_of_everyone(data, where="x")
