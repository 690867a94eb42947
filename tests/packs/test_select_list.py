import pytest
from hypothesis import given
from hypothesis import strategies as st

from kakekomi.packs.select_list import Output, outputs

SUBJECT = Output("subject", None, None)
NAME = Output("name", "attachment", "name", is_plain=True)


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        ("SELECT a.subject, a.name FROM attachment a", (SUBJECT, NAME)),
        ("SELECT DISTINCT a.subject, a.name FROM attachment AS a", (SUBJECT, NAME)),
        ("SELECT attachment.subject, attachment.name FROM attachment", (SUBJECT, NAME)),
        (
            "SELECT a.subject, p.value AS password FROM attachment a JOIN password p"
            " USING (subject) WHERE a.encrypted",
            (SUBJECT, Output("password", "password", "value", is_plain=True)),
        ),
        (
            "SELECT a.subject, lower(substr(a.name, 1, 3)) AS start FROM attachment a",
            (SUBJECT, Output("start", "attachment", "name")),
        ),
        (
            "SELECT m.subject, (SELECT 1) + m.parts AS n FROM message m, attachment a",
            (SUBJECT, Output("n", "message", "parts")),
        ),
        (
            "SELECT m.subject, u.href FROM message m LEFT JOIN url u ON u.subject = m.subject"
            " AND u.host IN (SELECT x.host FROM url x)",
            (SUBJECT, Output("href", "url", "href", is_plain=True)),
        ),
        (
            "SELECT d.subject, d.n FROM (SELECT a.subject, a.name AS n FROM attachment a) d",
            (SUBJECT, Output("n", "attachment", "name", is_plain=True)),
        ),
        (
            "WITH w AS (SELECT a.subject, a.name FROM attachment a),"
            " v AS (SELECT w.subject, w.name FROM w)"
            " SELECT v.subject, v.name FROM v",
            (SUBJECT, NAME),
        ),
        ("SELECT a.subject, name FROM attachment a", (SUBJECT, Output("name", None, None))),
        ("SELECT a.subject, b.name FROM attachment a", (SUBJECT, Output("name", None, None))),
        ("SELECT a.subject, a.nmae FROM attachment a", (SUBJECT, Output("nmae", None, None))),
        ("SELECT a.subject, 'x' FROM attachment a", (SUBJECT, Output("", None, None))),
        ("SELECT a.subject FROM attachment a UNION SELECT b.subject FROM url b", ()),
        ("DELETE FROM url", ()),
        ("", ()),
    ],
)
def test_columns_are_traced_to_tables(sql: str, expected: tuple[Output, ...]) -> None:
    assert outputs(sql) == expected


WORDS = st.sampled_from(
    "select with as from ( ) , a b . name attachment url join using union 'x' \"q\" where".split()
)


@given(st.lists(WORDS, max_size=40))
def test_any_order_of_words_gives_outputs(words: list[str]) -> None:
    for output in outputs(" ".join(words)):
        assert (output.table is None) is (output.column is None)


@given(st.text(max_size=60))
def test_any_text_gives_outputs(text: str) -> None:
    outputs(text)
