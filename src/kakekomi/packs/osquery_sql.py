"""Write a PC rule's query so that osquery can run it, or say why that can't be done."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from typing import Final

from kakekomi.facts.row import columns
from kakekomi.facts.schema import TABLE_BY_NAME
from kakekomi.facts.sql_functions import BUILT_IN, OURS
from kakekomi.packs.model import Rule
from kakekomi.packs.osquery_views import COLUMNS, FUNCTIONS, PREFIX, SCHEMA, VIEWS
from kakekomi.packs.tokens import TOKEN, tokens

OUR_FUNCTIONS: Final = frozenset(name for name, _, _ in OURS)
BEFORE_TABLE: Final = frozenset({"from", "join"})
MAX_NESTED_CALLS: Final = 8
"""Calls of our functions inside each other; each level doubles the text, and rules use two."""


class NotExportableError(Exception):
    """osquery lacks something that the rule needs; the message says what."""


def osquery_sql(rule: Rule) -> str:
    """The whole query with the views it needs. Raises: NotExportableError."""
    _check_tables(rule)
    own = _rewritten(tuple(_pieces(rule.sql)), 0)
    views: dict[str, None] = {}
    for table in sorted(set(_aliases(rule.sql).values())):
        views.update(dict.fromkeys(VIEWS[table]))
    sql = _joined(tuple(views), _without_subject(own))
    _check_runs(sql)
    return sql


def _check_tables(rule: Rule) -> None:
    for table in sorted(set(_aliases(rule.sql).values())):
        if table not in VIEWS:
            raise NotExportableError(f"osquery has nothing like the table {table}")
    for table, column in _columns_read(rule.sql):
        if column not in COLUMNS[table]:
            raise NotExportableError(f"osquery can't tell {table}.{column}")


def _aliases(sql: str) -> dict[str, str]:
    """Tables of facts that the query selects from, by alias."""
    words = tokens(sql)
    return {
        alias.text: table.text
        for before, table, alias in zip(words, words[1:], words[2:], strict=False)
        if before.text in BEFORE_TABLE and table.text in TABLE_BY_NAME
    }


def _columns_read(sql: str) -> Iterator[tuple[str, str]]:
    """Table and column of each ``alias.column`` whose alias stands for a table of facts."""
    words, aliases = tokens(sql), _aliases(sql)
    for alias, dot, column in zip(words, words[1:], words[2:], strict=False):
        table_name = aliases.get(alias.text)
        if dot.text != "." or table_name is None:
            continue
        if column.text in {known.name for known in columns(TABLE_BY_NAME[table_name])}:
            yield table_name, column.text


def _pieces(sql: str) -> Iterator[str]:
    """The query's tokens verbatim, blanks and comments as one blank."""
    for match in TOKEN.finditer(sql):
        yield " " if match.lastgroup == "skip" else match[0]


def _rewritten(pieces: Sequence[str], depth: int) -> str:
    """Tables become views and our functions expressions."""
    if depth > MAX_NESTED_CALLS:
        raise NotExportableError("calls are nested too deep")
    text: list[str] = []
    index, before = 0, ""
    while index < len(pieces):
        word = pieces[index].lower()
        if word in OUR_FUNCTIONS and pieces[index + 1 : index + 2] == ("(",):
            end = _closing(pieces, index + 1)
            text.append(_expression(word, _rewritten(pieces[index + 2 : end], depth + 1)))
            index = end
        elif before in BEFORE_TABLE and word in VIEWS:
            text.append(PREFIX + word)
        else:
            text.append(pieces[index])
        before = before if word == " " else word
        index += 1
    return "".join(text).strip()


def _closing(pieces: Sequence[str], opening: int) -> int:
    depth = 0
    for index in range(opening, len(pieces)):
        depth += (pieces[index] == "(") - (pieces[index] == ")")
        if depth == 0:
            return index
    raise NotExportableError("a bracket is not closed")


def _expression(function: str, argument: str) -> str:
    if function not in FUNCTIONS:
        raise NotExportableError(f"osquery has no function {function}()")
    return FUNCTIONS[function].replace("{0}", argument)


def _without_subject(sql: str) -> str:
    """The query without its first column: osquery's results name the PC themselves."""
    depth, start = 0, 0
    for match in TOKEN.finditer(sql):
        depth += (match[0] == "(") - (match[0] == ")")
        if depth == 0 and match[0].lower() == "select":
            start = match.end()
            break
    first, comma, rest = sql[start:].partition(",")
    if not comma or not first.strip().endswith(".subject"):
        raise NotExportableError("the first column is not a table's subject")
    return f"{sql[:start]} {rest.strip()}"


def _joined(views: Sequence[str], sql: str) -> str:
    named = ",\n".join(views)
    if sql[:4].lower() == "with":
        return f"WITH {named},\n{sql[4:].strip()}"
    return f"WITH {named}\n{sql}"


def _check_runs(sql: str) -> None:
    """Prepare it on osquery's tables with SQLite's own functions only."""
    with closing(osquery_database()) as connection:
        refused: list[str] = []
        connection.set_authorizer(lambda *asked: _authorize(asked, refused))
        try:
            connection.execute(f"SELECT * FROM ({sql}\n) LIMIT 0")  # noqa: S608  prepared, not run
        except sqlite3.Error as error:
            raise NotExportableError((refused or [str(error)])[-1]) from error


def _authorize(asked: tuple[object, ...], refused: list[str]) -> int:
    action, name = asked[0], str(asked[2]).lower()
    if action == sqlite3.SQLITE_FUNCTION and name not in BUILT_IN:
        refused.append(f"osquery has no function {name}()")
        return sqlite3.SQLITE_DENY
    return sqlite3.SQLITE_OK


def osquery_database() -> sqlite3.Connection:
    """An empty database with the tables of osquery that the views read."""
    connection = sqlite3.connect(":memory:")
    for table, names in SCHEMA.items():
        connection.execute(f"CREATE TABLE {table} ({', '.join(names)})")
    return connection
