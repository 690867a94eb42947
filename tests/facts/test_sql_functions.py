import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kakekomi.facts import sql_functions
from kakekomi.facts.fact_set import FactSet
from kakekomi.facts.sql_functions import (
    OURS,
    age_s,
    basename,
    dirname,
    domain,
    extension,
    letters_only,
    nfkc,
    same_org,
)

VALUES = st.none() | st.text(max_size=20) | st.integers(-(2**63), 2**63 - 1) | st.binary(max_size=9)


@pytest.mark.parametrize(
    ("result", "expected"),
    [
        (nfkc("ＺＩＰ①"), "ZIP1"),
        (domain("Taro <taro@EXAMPLE.co.jp>"), "example.co.jp"),
        (domain("no address"), None),
        (basename(r"C:\Users\太郎\a.dll"), "a.dll"),
        (basename("a.dll"), "a.dll"),
        (dirname(r"C:\Users\x\a.dll"), r"C:\Users\x"),
        (dirname("a.dll"), ""),
        (extension(r"C:\a.b\INVOICE.PDF.EXE"), "exe"),
        (extension(r"C:\a.b\none"), ""),
        (extension("請求書.pdf      "), "pdf"),
        (extension(".profile"), ""),
        (same_org("Mail.Example.com", "example.com"), 1),
        (same_org("example.com", "notexample.com"), 0),
        (same_org("", "example.com"), None),
        (same_org(None, "example.com"), None),
        (letters_only("abcXYZ"), 1),
        (letters_only("abc1"), 0),
        (letters_only("あいう"), 0),
        (letters_only(""), 0),
        (age_s("2022-03-07T00:00:00Z", "2022-03-07T00:01:30Z"), 90.0),
        (age_s("2022-03-07T00:00:00", "2022-03-07T00:01:30Z"), None),
        (age_s("yesterday", "2022-03-07T00:01:30Z"), None),
    ],
)
def test_function_gives(result: object, expected: object) -> None:
    assert result == expected


def test_null_gives_null() -> None:
    for name, arguments, function in OURS:
        assert function(*[None] * arguments) is None, name


@given(st.data())
def test_any_values_give_a_value(data: st.DataObject) -> None:
    with FactSet() as facts:
        for name, arguments, _ in OURS:
            values = [data.draw(VALUES) for _ in range(arguments)]
            marks = ", ".join("?" * arguments)

            ((value,),) = facts.connection.execute(f"SELECT {name}({marks})", values).fetchall()

            assert value is None or not (isinstance(value, float) and math.isnan(value))


def test_every_function_of_ours_is_on_the_list() -> None:
    assert {name for name, _, _ in OURS} <= sql_functions.ALLOWED
