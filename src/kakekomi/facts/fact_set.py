"""The facts of one or thousands of subjects in an in-memory SQLite database.

Tables are made once per connection and emptied between loads. A text index on ``subject`` is made
when several subjects are loaded, so that joins stay linear; for one subject it costs more than
it saves.
"""

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final, Self

from kakekomi.facts.row import Row, ddl, insert_sql, sql_rows
from kakekomi.facts.schema import TABLES
from kakekomi.facts.subject import SubjectFacts

CACHED_STATEMENTS: Final = 1024
"""More than any pack has rules, so that each is prepared once per connection."""

INDEX_FROM_SUBJECTS: Final = 16
"""Below this, scanning is cheaper than making an index."""


class FactSet:
    """A database with one table for each declared table; ``with`` closes it."""

    __slots__ = ("_indexed", "_used", "connection")

    def __init__(self) -> None:
        self.connection = sqlite3.connect(
            ":memory:", isolation_level=None, cached_statements=CACHED_STATEMENTS
        )
        self.connection.executescript(";".join(["PRAGMA temp_store=MEMORY", *map(ddl, TABLES)]))
        self._used: set[type[Row]] = set()
        self._indexed: set[type[Row]] = set()

    def load(self, subjects: Sequence[SubjectFacts]) -> int:
        """Replace what is loaded by these subjects; give the number of rows."""
        self.clear()
        by_table: defaultdict[type[Row], list[tuple[str, Row]]] = defaultdict(list)
        for facts in subjects:
            for row in facts.rows:
                by_table[type(row)].append((facts.subject, row))
        self.connection.execute("BEGIN")
        for table, pairs in by_table.items():
            self.connection.executemany(insert_sql(table), sql_rows(table, pairs))
        self.connection.execute("COMMIT")
        self._used = set(by_table)
        if len(subjects) >= INDEX_FROM_SUBJECTS:
            self._index(by_table)
        return sum(map(len, by_table.values()))

    def _index(self, tables: Iterable[type[Row]]) -> None:
        for table in tables:
            name = table.TABLE
            self.connection.execute(f'CREATE INDEX "{name}_subject" ON "{name}" ("subject")')
            self._indexed.add(table)

    def clear(self) -> None:
        """Empty all tables."""
        for table in self._indexed:
            self.connection.execute(f'DROP INDEX "{table.TABLE}_subject"')
        for table in self._used:
            self.connection.execute(f'DELETE FROM "{table.TABLE}"')  # noqa: S608  names are ours
        self._used, self._indexed = set(), set()

    def close(self) -> None:
        """Give the memory back."""
        self.connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
