"""A row of facts, and what can be derived from its class.

Each table is one ``Row`` class: its fields are the columns, its docstring the meaning, and the
``doc`` of each field one line for the reader. Everything else (DDL, insert statement, wire form,
reference page) is derived here, so that nothing can say something else than the class.

Absent is ``None`` and nothing else; what could not be read is a row of ``gap``. Text is verbatim
and valid Unicode (collectors decode with ``errors="replace"``); times are aware UTC.

Rows hold nothing that could hold them, so Python's search for cycles is spared them (``gc=False``):
with thousands of subjects at hand it would take a tenth of the time.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from operator import attrgetter
from typing import Any, ClassVar, Final, get_args, get_type_hints

import msgspec

SqlValue = str | int | float | None
"""What SQLite is given: booleans become 0 and 1, times ISO 8601 text ending in ``Z``."""


def doc(text: str) -> msgspec.Meta:
    """Attach one line of meaning to a column."""
    return msgspec.Meta(description=text)


class Row(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, gc=False):
    """Base of all tables. The subject is not a field: rows are kept under their subject."""

    TABLE: ClassVar[str] = ""
    """Name of the table in SQL, in the wire form and in the docs."""
    OSQUERY: ClassVar[bool] = False
    """True if osquery has the table; columns of the same name then mean the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column as SQL and the docs see it."""

    name: str
    sql_type: str
    python_type: type
    nullable: bool
    meaning: str


_SQL_TYPES: Final = {str: "TEXT", int: "INTEGER", bool: "INTEGER", float: "REAL", datetime: "TEXT"}


@cache
def columns(table: type[Row]) -> tuple[Column, ...]:
    """Columns of the table in order, without the leading ``subject``."""
    hints = get_type_hints(table, include_extras=True)
    return tuple(_column(name, hints[name]) for name in table.__struct_fields__)


def _column(name: str, hint: object) -> Column:
    annotated, meta = get_args(hint)
    alternatives = [kind for kind in get_args(annotated) or (annotated,) if kind is not type(None)]
    return Column(
        name=name,
        sql_type=_sql_type(alternatives[0]),
        python_type=alternatives[0],
        nullable=type(None) in get_args(annotated),
        meaning=meta.description,
    )


def _sql_type(kind: type) -> str:
    return "TEXT" if issubclass(kind, str) else _SQL_TYPES[kind]


def ddl(table: type[Row]) -> str:
    """The ``CREATE TABLE`` statement; names are ours, never input."""
    body = ", ".join(f'"{column.name}" {column.sql_type}' for column in columns(table))
    return f'CREATE TABLE "{table.TABLE}" ("subject", {body})'


def insert_sql(table: type[Row], names: Sequence[str] | None = None) -> str:
    """The statement that takes the tuples of ``sql_rows``; columns not in ``names`` stay NULL."""
    chosen = [column.name for column in columns(table)] if names is None else names
    stated = ", ".join(f'"{name}"' for name in ("subject", *chosen))
    marks = ", ".join("?" * (len(chosen) + 1))
    return f'INSERT INTO "{table.TABLE}" ({stated}) VALUES ({marks})'  # noqa: S608  names are ours


def sql_rows(
    table: type[Row], rows: Iterable[tuple[str | int, Row]], names: Sequence[str] | None = None
) -> Iterable[tuple[SqlValue, ...]]:
    """Tuples for ``insert_sql`` from pairs of subject and row."""
    chosen = [column for column in columns(table) if names is None or column.name in names]
    times = [i for i, column in enumerate(chosen, 1) if column.python_type is datetime]
    values = _values(tuple(column.name for column in chosen))
    plain = ((subject, *values(row)) for subject, row in rows)
    return plain if not times else (_with_text_times(cells, times) for cells in plain)


def _values(names: tuple[str, ...]) -> Callable[[Row], tuple[Any, ...]]:
    """Takes the values of these columns from a row."""
    if len(names) > 1:
        return attrgetter(*names)
    return lambda row: tuple(getattr(row, name) for name in names)


def _with_text_times(values: tuple[Any, ...], times: list[int]) -> tuple[SqlValue, ...]:
    changed = list(values)
    for index in times:
        changed[index] = None if values[index] is None else utc_text(values[index])
    return tuple(changed)


def utc_text(moment: datetime) -> str:
    """ISO 8601 to the second in UTC, so that text order is time order."""
    return f"{moment.astimezone(UTC).isoformat()[:19]}Z"
