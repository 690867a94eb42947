"""Damage that mail programs forgive; what it does to a whole mail is in ``test_transfer``."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kakekomi.drill.mail import base64_lines
from kakekomi.mail import damaged_base64
from kakekomi.mail.damaged_base64 import MAX_BLOCKS, MAX_ODD_LINES, read
from kakekomi.mail.defect import DefectKind

DATA = bytes(range(256)) * 3 + b"end"
LINES = base64_lines(DATA)


def test_lines_with_a_foreign_character_give_their_letters() -> None:
    assert read(LINES.replace(b"\r\n", b"!\r\n")) == (DATA, (DefectKind.BROKEN_BASE64,))


def test_regular_lines_behind_an_odd_one_are_read() -> None:
    raw = b"!" + LINES

    assert read(raw) == (DATA, (DefectKind.BROKEN_BASE64,))


def test_text_between_the_lines_is_left_out() -> None:
    first, rest = LINES[:78], LINES[78:]

    assert read(first + b"This is no base64, but a word of ours: hello\r\n" + rest) == (
        DATA,
        (DefectKind.TEXT_AFTER_BASE64,),
    )


def test_one_long_line_is_read_in_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(damaged_base64, "PIECE_BYTES", 7)

    assert read(base64.b64encode(DATA) + b"*") == (DATA, (DefectKind.BROKEN_BASE64,))


def test_beyond_the_limit_of_blocks_padding_is_skipped() -> None:
    assert read(b"QQ==" * (MAX_BLOCKS + 4))[0] == b"A" * MAX_BLOCKS + base64.b64decode(b"QQQQQQQQ")


def test_beyond_the_limit_of_odd_lines_all_letters_are_read() -> None:
    odd = b"!QUJD\n!QUJDQUJD\n" * (MAX_ODD_LINES // 2 + 1)

    data, kinds = read(odd)

    assert data == b"ABC" * 3 * (MAX_ODD_LINES // 2 + 1)
    assert kinds == (DefectKind.BROKEN_BASE64,)


@given(
    st.lists(st.sampled_from([b"QUJD", b"=", b"\r\n", b"\n", b" ", b"!", b"A", b"\0", b"word "]))
)
def test_any_damage_gives_bytes_and_names_a_kind(pieces: list[bytes]) -> None:
    data, kinds = read(b"".join(pieces))

    assert isinstance(data, bytes)
    assert kinds
