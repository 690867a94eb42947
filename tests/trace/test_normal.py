import pytest
from hypothesis import given
from hypothesis import strategies as st

from kakekomi.trace.normal import MAX_TEXT_CHARS, QUOTE_MARKS, normal_form


def test_width_case_blanks_and_punctuation_are_left_out() -> None:
    assert normal_form("ＡＢｃ、 1。\n見積書") == "abc1見積書".encode()


@pytest.mark.parametrize(
    "line",
    [
        "差出人: 佐藤 <a@b.example>",
        "-----Original Message-----",
        "2022年3月1日(火) 18:38 佐藤 花子 <a@b.example>:",
        "On Tue, 1 Mar 2022, Sato wrote:",
        "On Tue, 1 Mar 2022 at 18:38, Hanako Sato <a@b.example>\nwrote:",
    ],
)
def test_lines_of_mail_programs_are_left_out(line: str) -> None:
    assert normal_form(f"前\n{line}\n> 後") == "前後".encode()


def test_marks_of_a_quotation_are_taken_and_a_comparison_is_none() -> None:
    assert QUOTE_MARKS.match("> > a")
    assert QUOTE_MARKS.match("a > b") is None


def test_no_more_than_the_cap_is_compared() -> None:
    assert len(normal_form("a" * (MAX_TEXT_CHARS + 1))) == MAX_TEXT_CHARS


@given(st.text(max_size=300))
def test_any_text_has_a_normal_form_that_is_its_own(text: str) -> None:
    form = normal_form(text).decode()

    assert normal_form(form).decode() == form or not form.isascii()
