import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kakekomi.check.visible import SHOWN_CHARS, excerpt, valid_text, visible


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("請求書 2022.zip", "請求書 2022.zip"),
        ("invoice\u202efdp.exe", "invoice[U+202E]fdp.exe"),
        ("\x1b[31mred\x1b[0m", "[U+001B][31mred[U+001B][0m"),
        ("two\r\nlines\u2028three", "two↵lines↵three"),
        ("a\u200bb\ufeffc\u3164d", "a[U+200B]b[U+FEFF]c[U+3164]d"),
        ("\x00\x07\t", "[U+0000][U+0007][U+0009]"),
        ("\udcff", "[U+DCFF]"),
        ("e\u0301", "e\u0301"),
    ],
)
def test_what_cannot_be_seen_is_spelled_out(text: str, expected: str) -> None:
    assert visible(text) == expected


@given(st.text())
def test_nothing_invisible_is_left_and_all_is_on_one_line(text: str) -> None:
    shown = visible(text)

    assert not {unicodedata.category(char) for char in shown} & {"Cc", "Cf", "Cs", "Zl", "Zp"}
    assert len(shown.splitlines()) <= 1


def test_a_long_value_says_how_much_of_it_is_missing() -> None:
    assert excerpt("x" * SHOWN_CHARS) == "x" * SHOWN_CHARS
    assert excerpt("x" * (SHOWN_CHARS + 7)) == "x" * SHOWN_CHARS + "… (+7)"


def test_two_names_of_different_bytes_stay_two_and_can_be_written() -> None:
    first = valid_text(b"\xff.eml".decode("utf-8", "surrogateescape"))
    second = valid_text(b"\xfe.eml".decode("utf-8", "surrogateescape"))

    assert (first, second) == ("\\xff.eml", "\\xfe.eml")
    assert valid_text("請求書.eml") == "請求書.eml"


@given(st.text(alphabet=st.characters(codec=None)))
def test_every_name_becomes_text_that_utf8_takes(name: str) -> None:
    assert valid_text(name).encode("utf-8").decode("utf-8") == valid_text(name)
