"""The escape machinery below the decoder."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kakekomi.mail import iso2022jp


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"\x1b$B", True),
        (b"\x1b(I", True),
        (b"\x1b(B", False),
        (b"\x1b[31m", False),
        (b"$B", False),
    ],
)
def test_only_a_japanese_designator_counts_as_escaped(data: bytes, *, expected: bool) -> None:
    assert iso2022jp.is_escaped(data) is expected


def test_the_supplementary_set_is_read() -> None:
    assert iso2022jp.decode("丂".encode("iso2022_jp_2")) == "丂"


def test_every_pair_of_the_two_byte_set_is_read_as_windows_does() -> None:
    for row in (*range(0x21, 0x29), 0x2D, *range(0x30, 0x75), *range(0x79, 0x7D)):
        for cell in range(0x21, 0x7F):
            euc = bytes((row | 0x80, cell | 0x80))
            lead = (row - 0x21) // 2 + (0x81 if row < 0x5F else 0xC1)
            trail = cell + 0x7E if row % 2 == 0 else cell + (0x20 if cell > 0x5F else 0x1F)
            try:
                expected = bytes((lead, trail)).decode("cp932")
            except UnicodeDecodeError:
                continue
            assert iso2022jp.decode_euc(euc) == expected.replace("\uff3c", "＼"), (row, cell)


def test_strict_euc_raises_on_what_is_no_character() -> None:
    with pytest.raises(UnicodeDecodeError):
        iso2022jp.decode_euc(b"\xa4\x20")


@given(st.text(alphabet=st.characters(codec="iso2022_jp", exclude_characters="\x1b\x0e\x0f\\~")))
def test_what_python_encodes_is_read_back(text: str) -> None:
    windows = text
    for standard, sign in iso2022jp.WINDOWS_SIGNS:
        windows = windows.replace(standard, sign)

    decoded = iso2022jp.decode(text.encode("iso2022_jp"))

    assert decoded.replace("¥", "\\").replace("‾", "~") == windows.replace("¥", "\\").replace(
        "‾", "~"
    )


@given(st.binary(max_size=300))
def test_any_bytes_give_text(data: bytes) -> None:
    assert isinstance(iso2022jp.decode(data), str)
    assert isinstance(iso2022jp.decode_euc(data, "replace"), str)


def test_an_unknown_character_spoils_nothing_of_the_run_behind_it() -> None:
    assert iso2022jp.decode(b"\x1b$B~~\x1b(B\x1b$BF|K\\\x1b(B") == "\ufffd\ufffd日本"
