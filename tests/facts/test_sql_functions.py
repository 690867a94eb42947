import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kakekomi.facts.sql_functions import OURS, register

CASES = [
    ("nfkc('ＡＢ　１２')", "AB 12"),
    ("domain('Taro <taro@Mail.Example.JP.>')", "mail.example.jp"),
    ("domain('no address')", None),
    (r"basename('C:\Users\taro\a.ljk')", "a.ljk"),
    ("basename('plain')", "plain"),
    (r"dirname('C:\Users\taro\a.ljk')", r"C:\Users\taro"),
    ("dirname('plain')", ""),
    ("extension('請求書.PDF.exe')", "exe"),
    ("extension('.profile')", ""),
    (r"extension('C:\a.b\name')", ""),
    ("same_org('mail.ours.example', 'OURS.example')", 1),
    ("same_org('ours.example', 'yours.example')", 0),
    ("same_org('', 'ours.example')", None),
    ("letters_only('Phxnzljad')", 1),
    ("letters_only('Ａ')", 0),
    ("letters_only('a1')", 0),
    ("age_s('2022-03-01T00:00:00Z', '2022-03-01T00:26:00Z')", 1560.0),
    ("age_s('yesterday', '2022-03-01T00:26:00Z')", None),
    ("from_hex('1A2B3C4D')", 0x1A2B3C4D),
    ("from_hex('-1')", None),
    ("from_hex('0x12')", None),
    ("from_hex('123456789')", None),
]


@pytest.fixture
def connection() -> sqlite3.Connection:
    made = sqlite3.connect(":memory:")
    register(made)
    return made


@pytest.mark.parametrize(("call", "value"), CASES)
def test_each_function_gives_what_it_says(
    connection: sqlite3.Connection, call: str, value: object
) -> None:
    assert connection.execute(f"SELECT {call}").fetchone() == (value,)


def test_no_function_is_without_a_case() -> None:
    assert {call.partition("(")[0] for call, _ in CASES} == {name for name, _, _ in OURS}


@given(
    st.lists(
        st.none() | st.text() | st.integers() | st.floats() | st.binary(), min_size=2, max_size=2
    )
)
def test_any_value_gives_a_value_and_null_gives_null(values: list[object]) -> None:
    for _, arguments, function in OURS:
        function(*values[:arguments])
        assert function(*[None] * arguments) is None
