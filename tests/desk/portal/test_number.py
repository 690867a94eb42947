import pytest
from hypothesis import given
from hypothesis import strategies as st

from kakekomi.desk.portal.number import check_digits, new_number, shown, typed

DRAWN = st.text("0123456789", min_size=12, max_size=12)


@given(DRAWN)
def test_a_number_is_read_back_as_it_is_shown(drawn: str) -> None:
    number = drawn + check_digits(drawn)

    assert typed(shown(number)) == number


@given(DRAWN, st.integers(0, 13), st.integers(1, 9))
def test_each_wrong_digit_shows(drawn: str, place: int, by: int) -> None:
    number = drawn + check_digits(drawn)
    wrong = str((int(number[place]) + by) % 10)

    assert typed(number[:place] + wrong + number[place + 1 :]) is None


@given(DRAWN, st.integers(0, 12))
def test_two_digits_that_changed_places_show(drawn: str, place: int) -> None:
    number = drawn + check_digits(drawn)
    one, other = number[place], number[place + 1]
    swapped = number[:place] + other + one + number[place + 2 :]

    assert typed(swapped) == (number if one == other else None)


@pytest.mark.parametrize(
    "text", ["１２３４−５６７８−９０１２−４４", " 1234 5678 9012 44 ", "1234ー5678ー9012ー44"]
)
def test_however_it_is_laid_out_it_is_the_same(text: str) -> None:
    assert check_digits("123456789012") == "44"
    assert typed(text) == "12345678901244"


@given(st.text(max_size=80))
def test_any_text_is_a_number_or_none(text: str) -> None:
    number = typed(text)

    assert number is None or (len(number) == 14 and number.isdecimal())


def test_fresh_numbers_differ_and_are_right() -> None:
    numbers = {new_number() for _ in range(100)}

    assert len(numbers) == 100
    assert all(typed(number) == number for number in numbers)
