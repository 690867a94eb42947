import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facts.strategies import FACTS
from kakekomi.facts.fact_set import FactSet
from kakekomi.facts.mail_tables import Attachment, Password
from kakekomi.facts.row import Row, sql_rows
from kakekomi.facts.schema import TABLES
from kakekomi.facts.subject import FactsBuilder, Kind, SubjectFacts


def make_mail(subject: str, password: str) -> SubjectFacts:
    builder = FactsBuilder(subject, Kind.MAIL)
    builder.add(Attachment(node=1, name="請求書.zip", encrypted=True), Password(value=password))
    return builder.build()


def test_rows_are_found_under_their_subject() -> None:
    with FactSet() as facts:
        loaded = facts.load([make_mail("a.eml", "123"), make_mail("b.eml", "456")])

        found = facts.connection.execute(
            "SELECT a.subject, a.name, p.value FROM attachment a JOIN password p USING (subject)"
            " ORDER BY 1"
        ).fetchall()

    assert loaded == 4
    assert found == [("a.eml", "請求書.zip", "123"), ("b.eml", "請求書.zip", "456")]


def test_loading_replaces_what_was_loaded_also_from_many_to_one() -> None:
    with FactSet() as facts:
        facts.load([make_mail(f"{n}.eml", "x") for n in range(40)])
        facts.load([make_mail("only.eml", "y")])

        assert facts.connection.execute("SELECT subject, value FROM password").fetchall() == [
            ("only.eml", "y")
        ]


@given(st.lists(FACTS, max_size=5))
def test_any_facts_are_stored_whole(subjects: list[SubjectFacts]) -> None:
    with FactSet() as facts:
        facts.load(subjects)

        for table in TABLES:
            expected = [
                values
                for one in subjects
                for values in sql_rows(table, [(one.subject, row) for row in one.of(table)])
            ]
            stored = facts.connection.execute(f'SELECT * FROM "{table.TABLE}"').fetchall()  # noqa: S608
            assert stored == expected


@pytest.mark.parametrize(
    ("row", "error"),
    [
        (Attachment(node=2**70), OverflowError),
        (Password(value="x" * 9_000_000), sqlite3.Error),
        (Password(value="\ud800"), UnicodeEncodeError),
    ],
)
def test_facts_that_cannot_be_stored_leave_an_empty_set_that_still_works(
    row: Row, error: type[Exception]
) -> None:
    bad = SubjectFacts(subject="bad", kind=Kind.MAIL, rows=(Attachment(node=1), row))
    with FactSet() as facts:
        facts.load([make_mail("old.eml", "old")])

        with pytest.raises(error):
            facts.load([bad])

        assert facts.connection.execute("SELECT count(*) FROM attachment").fetchall() == [(0,)]
        assert facts.load([make_mail("a.eml", "123")]) == 2
        assert list(facts.gate.query("SELECT p.value FROM password p")) == [("123",)]


def test_subjects_stored_by_position_stay_apart_and_what_is_not_read_is_left_out() -> None:
    with FactSet() as facts:
        loaded = facts.load_by_position(
            [make_mail("same.eml", "123"), make_mail("same.eml", "456")],
            only={Password: ("value",)},
        )

        assert loaded == 2
        assert facts.tables == {"password"}
        assert list(facts.gate.query("SELECT p.subject, p.value, p.label FROM password p")) == [
            (0, "123", None),
            (1, "456", None),
        ]
