import pytest
from hypothesis import given
from hypothesis import strategies as st

from kakekomi.mail import csv_formula


@pytest.mark.parametrize(
    "cell",
    [
        "=cmd|'/c exercise'!A1",
        "\"=cmd|'/c exercise'!A1\"",
        "@SUM(1+1)*cmd|'/c exercise'!A1",
        "  -2+3+cmd|'/c exercise'!_xlbgnm.A1",
    ],
)
def test_a_formula_that_starts_a_program_is_found_in_any_cell(cell: str) -> None:
    for line in (cell, f"a,b,{cell}", f"品名;{cell};1"):
        assert csv_formula.find(f"head\r\n{line}\r\n") == ("cmd|/c exercise",)


@pytest.mark.parametrize(
    "line", ["a|'b'!", "cmd|'x'!A1", "=A1|B1", "=SUM(A1:A3)", "-5|'x'", '=HYPERLINK("x")']
)
def test_other_cells_are_left_alone(line: str) -> None:
    assert csv_formula.find(line) == ()


def test_equal_formulas_are_told_once_and_many_are_bounded() -> None:
    cells = [f"=cmd|'/c {number % 30}'!A1" for number in range(60)]

    assert len(csv_formula.find("\n".join(cells))) == csv_formula.MAX_FORMULAS


@given(st.text(max_size=300))
def test_any_text_is_searched(text: str) -> None:
    csv_formula.find(text + "|'")
