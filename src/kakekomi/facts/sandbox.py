"""A gate on a database connection: while it is shut, SQL from a pack can only read facts.

What the gate stops, and by which means:

- writing, DDL, ATTACH, PRAGMA, transactions, SQLite's own tables, table-valued functions, recursive
  queries, any function that is not on the list: SQLite's authorizer, asked while a statement is
  prepared;
- queries that take too long (joins of everything with everything): the progress handler counts
  virtual-machine instructions and stops at the budget. Instructions and not seconds, so that the
  same query on the same facts always ends the same;
- long or deep SQL, long strings, long LIKE patterns: SQLite's run-time limits;
- queries that eat memory (sorting millions of rows): SQLite's heap limit, a MemoryError here.

A statement prepared while the gate was open is not asked about again. So that pack SQL can never
be the text of one of ours, it is run behind a comment of its own.

Source: https://www.sqlite.org/security.html
"""

import sqlite3
from collections.abc import Generator
from typing import Final

from kakekomi.facts.schema import TABLE_BY_NAME
from kakekomi.facts.sql_functions import ALLOWED, register

TICK_INSTRUCTIONS: Final = 2_000
"""How often the progress handler is asked: about every 20 microseconds."""

BUDGET_INSTRUCTIONS: Final = 2_000_000
"""For one query: some 30 ms. A rule on an ordinary mail needs a few hundred; with 48 rules that
all use it up a mail still stays below 5 s."""

CHEAP_TEXT_CHARS: Final = 8 * 1024
"""Up to here a function on a text costs about as much as the instructions around it."""

MAX_ROWS: Final = 10_000
"""For one query. The most that caps on mails allow a rule joining sensibly is some thousands."""

HEAP_LIMIT_BYTES: Final = 384 * 1024 * 1024
"""For all SQLite databases of the process; a mail may use 600 MiB in all, Python's share included.
A chunk of mails needs a few MiB."""

MAX_TEXT_BYTES: Final = 8 * 1024 * 1024
"""Longest string or row. Collectors cap text far below; SQL could multiply it."""

LIMITS: Final = (
    (sqlite3.SQLITE_LIMIT_LENGTH, MAX_TEXT_BYTES),
    (sqlite3.SQLITE_LIMIT_SQL_LENGTH, 64 * 1024),
    (sqlite3.SQLITE_LIMIT_COLUMN, 100),
    (sqlite3.SQLITE_LIMIT_EXPR_DEPTH, 100),
    (sqlite3.SQLITE_LIMIT_COMPOUND_SELECT, 20),
    (sqlite3.SQLITE_LIMIT_VDBE_OP, 20_000),
    (sqlite3.SQLITE_LIMIT_FUNCTION_ARG, 16),
    (sqlite3.SQLITE_LIMIT_ATTACHED, 0),
    (sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 200),
    (sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER, 100),
    (sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH, 1),
    (sqlite3.SQLITE_LIMIT_WORKER_THREADS, 0),
)
"""Each well above what a rule of a person's making needs, and far below SQLite's own defaults."""

PACK_MARK: Final = "/* pack */ "
"""Stands before all SQL from packs and never before ours."""


def budget_for(longest_text_chars: int, budget: int = BUDGET_INSTRUCTIONS) -> int:
    """Instructions for a query over texts that are at most so long.

    One instruction may search a whole text. Facts with longer texts get fewer instructions, a
    batch as many as its longest text allows, so that what a batch may cost its members may too.
    """
    return budget * CHEAP_TEXT_CHARS // max(longest_text_chars, CHEAP_TEXT_CHARS)


class QueryError(Exception):
    """The query could not be run to its end: a slip in it, or facts it can't cope with."""


class BudgetError(QueryError):
    """The query took more work or memory than it may."""


class Gate:
    """Says yes to everything while open and to little while shut."""

    __slots__ = ("_fresh", "_ticks_left", "connection", "is_shut", "refused")

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self.is_shut = False
        self.refused = ""
        self._ticks_left = 0
        self._fresh = 0
        register(connection)
        for limit, value in LIMITS:
            connection.setlimit(limit, value)
        connection.execute(f"PRAGMA hard_heap_limit={HEAP_LIMIT_BYTES}")
        connection.set_authorizer(self._authorize)
        connection.set_progress_handler(self._progress, TICK_INSTRUCTIONS)

    def query(
        self, sql: str, *, budget: int = BUDGET_INSTRUCTIONS, is_fresh: bool = False
    ) -> Generator[tuple[object, ...], None, None]:
        """Rows of a query from a pack, as they come.

        The gate is shut from the first row asked for to the last, or until the generator is
        closed. A statement that ran before may be stopped up to one tick before its budget, because
        SQLite goes on counting; a fresh one is stopped at the same instruction each time.

        Raises: QueryError, BudgetError.
        """
        self._fresh += is_fresh
        mark = f"{PACK_MARK}/* {self._fresh} */ " if is_fresh else PACK_MARK
        self.is_shut, self.refused, self._ticks_left = True, "", max(1, budget // TICK_INSTRUCTIONS)
        try:
            for count, row in enumerate(self.connection.execute(mark + sql)):
                if count >= MAX_ROWS:
                    raise BudgetError("gives more rows than a query may give")
                yield row
        except (sqlite3.Error, sqlite3.Warning, MemoryError) as error:
            raise self._explained(error) from error
        finally:
            self.is_shut = False

    def names(self, sql: str) -> tuple[str, ...]:
        """Names of the columns of a query, which is prepared but not run.

        Raises: QueryError.
        """
        self.is_shut, self.refused, self._ticks_left = True, "", 1
        try:
            cursor = self.connection.execute(
                f"{PACK_MARK}SELECT * FROM ({sql}\n) LIMIT 0"  # noqa: S608  that is the gate's job
            )
        except (sqlite3.Error, sqlite3.Warning, MemoryError) as error:
            raise self._explained(error) from error
        finally:
            self.is_shut = False
        return tuple(column[0] for column in cursor.description or ())

    def _explained(self, error: Exception) -> QueryError:
        if isinstance(error, MemoryError):
            return BudgetError("needs more memory than a query may use")
        if self._ticks_left <= 0:
            return BudgetError("takes more work than a query may cost")
        return QueryError(self.refused or str(error))

    def _progress(self) -> int:
        if not self.is_shut:
            return 0
        self._ticks_left -= 1
        return int(self._ticks_left <= 0)

    def _authorize(self, action: int, first: str | None, second: str | None, *_: str | None) -> int:
        if not self.is_shut or action == sqlite3.SQLITE_SELECT:
            return sqlite3.SQLITE_OK
        if action == sqlite3.SQLITE_READ and first in TABLE_BY_NAME:
            return sqlite3.SQLITE_OK
        if action == sqlite3.SQLITE_FUNCTION and (second or "").lower() in ALLOWED:
            return sqlite3.SQLITE_OK
        self.refused = _refusal(action, first, second)
        return sqlite3.SQLITE_DENY


def _refusal(action: int, first: str | None, second: str | None) -> str:
    match action:
        case sqlite3.SQLITE_READ:
            return f"may not read {first!r}: not a table of facts"
        case sqlite3.SQLITE_FUNCTION:
            return f"may not call {second}(): not on the list of functions"
        case sqlite3.SQLITE_RECURSIVE:
            return "may not be recursive"
        case _:
            return f"may only SELECT from tables of facts (SQLite action {action}, {first!r})"
