from hypothesis import given
from hypothesis import strategies as st

from kakekomi.cli.width import NOT_FIRST, columns, wrap


def test_japanese_letters_take_two_columns_and_combining_marks_none() -> None:
    assert (columns("abc"), columns("検知"), columns("ｶﾅ"), columns("が"), columns("か\u3099")) == (
        3,
        4,
        2,
        2,
        2,
    )


def test_english_breaks_at_blanks() -> None:
    assert wrap("first cut it off the network", 16) == "first cut it off\nthe network"


def test_japanese_breaks_anywhere_but_before_a_full_stop() -> None:
    assert wrap("電源は切らない。次に", 14) == "電源は切らな\nい。次に"


def test_no_line_ends_with_an_opening_bracket() -> None:
    assert wrap("添付ファイル「請求書」", 14) == "添付ファイル\n「請求書」"


def test_a_word_longer_than_the_line_is_cut_where_the_line_is_full() -> None:
    assert wrap("x" * 25, 10) == "\n".join(["x" * 10, "x" * 10, "x" * 5])


def test_later_lines_hang_below_the_first() -> None:
    assert wrap("aaaa bbbb cccc", 13, indent="1. ", hanging="   ") == "1. aaaa bbbb\n   cccc"


@given(st.text(alphabet="検知。、「」ab .", max_size=80), st.integers(12, 30))
def test_no_letter_is_lost_and_no_line_is_too_wide(text: str, width: int) -> None:
    lines = wrap(text, width).split("\n")

    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(columns(line) <= width for line in lines)


def test_marks_that_may_not_begin_a_line_do_not_begin_one() -> None:
    lines = wrap("検知しました。電源は切らないでください。次に、電話をします。", 20).split("\n")

    assert not [line for line in lines if line[0] in NOT_FIRST]
