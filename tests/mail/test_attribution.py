"""The line above a quotation."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kakekomi.mail import attribution


@pytest.mark.parametrize(
    "line",
    [
        "On Mon, 1 Mar 2022, Taro Sato <a@b.example> wrote:",
        "Am 01.03.2022 um 18:38 schrieb Sato:",
        "Le 1 mars 2022, Sato a ÉCRIT :",
        "El 1 mar 2022, Sato escribió:",
        "2022年3月1日(火) 18:38 佐藤 <a@b.example>:",
        "2022/03/01 18:38、佐藤さんは書きました",
        "佐藤さんは書きました。",
        "Taro Sato WROTE:",
    ],
)
def test_attributions_of_many_programs_are_recognized(line: str) -> None:
    assert attribution.may_end(line)
    assert attribution.is_one(line)


@pytest.mark.parametrize(
    "line", ["", "He wrote a letter.", "Note:", "書きました", "On Monday we met:", "2022:"]
)
def test_other_lines_are_none(line: str) -> None:
    assert not attribution.is_one(line)


@given(st.text(max_size=300))
def test_what_is_one_is_seen_by_the_expression_too(text: str) -> None:
    line = text.strip()

    assert attribution.is_one(line) == bool(attribution.ATTRIBUTION.match(line))
