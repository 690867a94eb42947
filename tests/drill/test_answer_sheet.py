import pytest
from hypothesis import given
from hypothesis import strategies as st

from kakekomi.drill.answer_sheet import SEAL, AnswerSheet, Expected, seal, unseal
from kakekomi.facts.errors import ParseError

SHEET = AnswerSheet(
    drill="drill-1",
    seed=1,
    leaked="sato@company.example",
    detected=("PC-1",),
    clean=(),
    partners=(),
    expected=(Expected(step="isolate-pc", subjects=("PC-1",)),),
)


def test_a_sealed_sheet_shows_no_answer_and_opens_again() -> None:
    sealed = seal(SHEET)

    assert b"sato" not in sealed
    assert unseal(sealed) == SHEET


@pytest.mark.parametrize(
    "data", [b"", SEAL, SEAL + b"eJw", seal(SHEET)[:-20], b"x" + seal(SHEET), seal(SHEET) + b"\xff"]
)
def test_what_is_no_sheet_is_a_parse_error(data: bytes) -> None:
    with pytest.raises(ParseError):
        unseal(data)


@given(st.binary())
def test_any_bytes_are_a_sheet_or_a_parse_error(data: bytes) -> None:
    with pytest.raises(ParseError):
        unseal(SEAL + data)
