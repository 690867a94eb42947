"""The facts of one or thousands of subjects in an in-memory SQLite database.

Tables are made once per connection and emptied between loads. ``subject`` is indexed, always, so
that a query takes the same way for one subject and for thousands and gives the same rows.

Subjects are stored under their names (``load``: a case, whose facts name one another's subjects)
or under their positions (``load_by_position``: a batch to be judged, in which two mails of the
same name stay two). Positions are integers, which also makes joins cheap.
"""

import sqlite3
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Final, Self

from kakekomi.facts.gap import Gap
from kakekomi.facts.mail_tables import Message
from kakekomi.facts.pc_tables import Authenticode, File, Hash
from kakekomi.facts.row import Row, ddl, insert_sql, sql_rows
from kakekomi.facts.sandbox import Gate
from kakekomi.facts.schema import TABLES
from kakekomi.facts.subject import SubjectFacts

CACHED_STATEMENTS: Final = 1024
"""More than any pack has rules, so that each is prepared once per connection."""

LOAD_ERRORS: Final = (sqlite3.Error, MemoryError, OverflowError, UnicodeEncodeError)
"""What facts can do to SQLite: too long a text, too large a number, no valid Unicode."""

JOIN_COLUMNS: Final[Mapping[type[Row], str]] = {
    File: "directory",
    Hash: "path",
    Authenticode: "path",
}
"""Columns of PC tables that rules join on; on mails it is the node."""


ReadColumns = Mapping[type[Row], Sequence[str]]
"""Tables that are read, each with the columns of it that are, in declared order."""


class FactSet:
    """A database with one table for each declared table; ``with`` closes it."""

    __slots__ = ("_used", "connection", "gate", "longest_text_chars")

    def __init__(self) -> None:
        self.connection = _connection()
        self.gate = Gate(self.connection)
        """Runs queries of packs."""
        self._used: set[type[Row]] = set()
        self.longest_text_chars = 0
        """Of the mails that are loaded; a query's budget depends on it."""

    def load(self, subjects: Sequence[SubjectFacts]) -> int:
        """Replace what is loaded by these subjects under their names; give the number of rows.

        Raises: LOAD_ERRORS; nothing is loaded then.
        """
        return self._load([(facts.subject, facts) for facts in subjects])

    def _renew(self) -> None:
        """Start again: without a journal, a database that failed in mid-insert is undefined."""
        self.connection.close()
        self.connection = _connection()
        self.gate = Gate(self.connection)
        self._used = set()

    def load_by_position(
        self, subjects: Sequence[SubjectFacts], *, only: ReadColumns | None = None
    ) -> int:
        """Replace what is loaded by these subjects under 0, 1, 2 …; give the number of rows.

        ``only`` names the tables and columns that will be read; others are left out.
        Raises: LOAD_ERRORS; nothing is loaded then.
        """
        return self._load(list(enumerate(subjects)), only)

    def _load(
        self,
        subjects: Sequence[tuple[str | int, SubjectFacts]],
        only: ReadColumns | None = None,
    ) -> int:
        self.clear()
        by_table: defaultdict[type[Row], list[tuple[str | int, Row]]] = defaultdict(list)
        for key, facts in subjects:
            for row in facts.rows:
                table = type(row)
                if only is None or table in only:
                    by_table[table].append((key, row))
        self._used = set(by_table)
        texts = (len(row.text) for _, row in by_table.get(Message, ()) if isinstance(row, Message))
        self.longest_text_chars = max(texts, default=0)
        try:
            self._insert(by_table, only)
        except LOAD_ERRORS:
            self._renew()
            raise
        return sum(map(len, by_table.values()))

    def _insert(
        self,
        by_table: Mapping[type[Row], list[tuple[str | int, Row]]],
        only: ReadColumns | None,
    ) -> None:
        self.connection.execute("BEGIN")
        for table, rows in by_table.items():
            names = None if only is None else only[table]
            self.connection.executemany(insert_sql(table, names), sql_rows(table, rows, names))
        self.connection.execute("COMMIT")

    @property
    def tables(self) -> frozenset[str]:
        """Names of the tables that have rows."""
        return frozenset(table.TABLE for table in self._used)

    def clear(self) -> None:
        """Empty all tables."""
        for table in self._used:
            self.connection.execute(f'DELETE FROM "{table.TABLE}"')  # noqa: S608  names are ours
        self._used = set()

    def close(self) -> None:
        """Give the memory back."""
        self.connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _connection() -> sqlite3.Connection:
    connection = sqlite3.connect(
        ":memory:", isolation_level=None, cached_statements=CACHED_STATEMENTS
    )
    connection.deserialize(_empty_database())
    connection.execute("PRAGMA temp_store=MEMORY")
    connection.execute("PRAGMA journal_mode=OFF")
    return connection


def _joined_by(table: type[Row]) -> tuple[str, ...]:
    """Column that rules join on besides the subject.

    Without it a mail with a thousand attachments and a thousand documents takes a million steps.
    """
    if table in JOIN_COLUMNS:
        return (JOIN_COLUMNS[table],)
    return ("node",) if "node" in table.__struct_fields__ and table is not Gap else ()


@cache
def _empty_database() -> bytes:
    """All tables and indexes, made once: taking over an image is much faster than DDL."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    for table in TABLES:
        name = table.TABLE
        connection.execute(ddl(table))
        joined = ", ".join(f'"{column}"' for column in ("subject", *_joined_by(table)))
        connection.execute(f'CREATE INDEX "{name}_subject" ON "{name}" ({joined})')
    image = connection.serialize()
    connection.close()
    return image
