"""Facts made by hypothesis: any row of any table, with any text that Unicode allows."""

from datetime import UTC, datetime
from enum import Enum
from typing import Any

from hypothesis import strategies as st

from kakekomi.facts.row import Column, Row, columns
from kakekomi.facts.schema import TABLES
from kakekomi.facts.subject import Kind, SubjectFacts

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
SECONDS = st.datetimes(
    min_value=datetime(1970, 1, 1),
    max_value=datetime(2100, 1, 1),
).map(lambda moment: moment.replace(microsecond=0, tzinfo=UTC))


def _values(column: Column) -> st.SearchStrategy[Any]:
    kind = column.python_type
    if issubclass(kind, Enum):
        base: st.SearchStrategy[Any] = st.sampled_from(list(kind))
    elif kind is bool:
        base = st.booleans()
    elif kind is int:
        base = st.integers(-(2**63), 2**63 - 1)
    elif kind is float:
        base = st.floats(allow_nan=False, allow_infinity=False, width=32)
    else:
        base = SECONDS if kind is datetime else TEXT
    return st.none() | base if column.nullable else base


def rows_of(table: type[Row]) -> st.SearchStrategy[Row]:
    """Rows of one table."""
    values = {column.name: _values(column) for column in columns(table)}
    return st.builds(table, **values)


ROWS = st.sampled_from(TABLES).flatmap(rows_of)
FACTS = st.builds(
    SubjectFacts,
    subject=TEXT,
    kind=st.sampled_from(Kind),
    rows=st.lists(ROWS, max_size=8).map(tuple),
)
