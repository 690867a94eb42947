from datetime import UTC, datetime, timedelta, timezone

import pytest

from kakekomi.facts.mail_tables import Message, Password
from kakekomi.facts.row import Column, columns, ddl, insert_sql, sql_rows, utc_text


def test_columns_carry_type_absence_and_meaning() -> None:
    assert columns(Password) == (
        Column(
            name="value",
            sql_type="TEXT",
            python_type=str,
            nullable=False,
            meaning="The password, verbatim",
        ),
        Column(
            name="label",
            sql_type="TEXT",
            python_type=str,
            nullable=True,
            meaning="The words it stood behind",
        ),
        Column(
            name="source",
            sql_type="TEXT",
            python_type=str,
            nullable=False,
            meaning="body, subject, later_mail or earlier_mail",
        ),
    )


def test_ddl_and_insert_start_with_the_subject() -> None:
    assert ddl(Password) == (
        'CREATE TABLE "password" ("subject", "value" TEXT, "label" TEXT, "source" TEXT)'
    )
    assert insert_sql(Password) == (
        'INSERT INTO "password" ("subject", "value", "label", "source") VALUES (?, ?, ?, ?)'
    )


@pytest.mark.parametrize(
    ("names", "sql", "values"),
    [
        (("value", "source"), '"subject", "value", "source") VALUES (?, ?, ?)', (7, "a", "body")),
        (("value",), '"subject", "value") VALUES (?, ?)', (7, "a")),
        ((), '"subject") VALUES (?)', (7,)),
    ],
)
def test_columns_that_are_not_wanted_are_neither_named_nor_given(
    names: tuple[str, ...], sql: str, values: tuple[object, ...]
) -> None:
    assert insert_sql(Password, names) == f'INSERT INTO "password" ({sql}'
    assert list(sql_rows(Password, [(7, Password(value="a", label="b"))], names)) == [values]


def test_times_become_utc_text_whatever_their_zone() -> None:
    tokyo = datetime(2022, 3, 2, 3, 38, tzinfo=timezone(timedelta(hours=9)))

    (values,) = sql_rows(Message, [("a.eml", Message(date_at=tokyo))])

    date_index = 1 + [column.name for column in columns(Message)].index("date_at")
    assert values[0] == "a.eml"
    assert values[date_index] == "2022-03-01T18:38:00Z"


def test_utc_text_sorts_as_time_does() -> None:
    early = datetime(2022, 3, 1, 9, tzinfo=UTC)

    assert (
        utc_text(early)
        < utc_text(early + timedelta(seconds=1))
        < utc_text(early + timedelta(days=300))
    )


def test_years_before_1000_sort_too() -> None:
    assert utc_text(datetime(99, 1, 1, tzinfo=UTC)) == "0099-01-01T00:00:00Z"
