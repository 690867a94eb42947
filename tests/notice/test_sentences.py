from hypothesis import given
from hypothesis import strategies as st

from kakekomi.notice.sentences import Sentence, sentences


def test_a_sentence_ends_at_its_mark_and_keeps_its_line() -> None:
    lines = ("件名", "", "調べました。問題はありません。", "We looked. It is 3.5 times more.")

    assert list(sentences(lines)) == [
        Sentence(1, "件名"),
        Sentence(3, "調べました。"),
        Sentence(3, "問題はありません。"),
        Sentence(4, "We looked."),
        Sentence(4, "It is 3.5 times more."),
    ]


def test_a_long_line_without_an_end_goes_on_in_the_next() -> None:
    lines = ("当社で調査した結果、お客さまの個人情報が外部に漏えいした事実は", "ありません。")

    assert list(sentences(lines)) == [Sentence(1, "".join(lines))]


def test_latin_lines_are_joined_with_a_blank() -> None:
    lines = ("After a thorough investigation no data", "was leaked.")

    assert list(sentences(lines)) == [Sentence(1, " ".join(lines))]


def test_an_item_or_a_blank_line_begins_a_new_sentence() -> None:
    long = "漏れたおそれのある情報は次のとおりで、これからも調べていきます"
    lines = (long, "・メールアドレス", long, "", "以上")

    assert [one.line for one in sentences(lines)] == [1, 2, 3, 5]


def test_lines_that_never_end_are_cut() -> None:
    assert max(len(one.text) for one in sentences(["あ" * 40] * 200)) <= 1_040


@given(st.lists(st.text()))
def test_no_letter_is_lost(lines: list[str]) -> None:
    whole = "".join(one.text for one in sentences(lines))

    assert sorted("".join(whole.split())) == sorted("".join("".join(lines).split()))
