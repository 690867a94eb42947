"""Read a ``.sql`` file of a knowledge pack: front matter in comments, then one or two queries.

Layout::

    -- key: value            front matter, one key a line
    --   continued           two or more blanks after the dashes continue the value above
    -- title.ja: 題          a key in one language
    SELECT …                 the query of a rule, pattern or stage

A step has two queries, each below a line of its own that names it: ``-- applies`` and
``-- proven``. The first line that is neither a comment nor blank, or the first such marker,
ends the front matter; comments further down belong to the query.
"""

import re
from dataclasses import dataclass
from typing import Final

from kakekomi.packs.problem import Problem

MAX_SQL_FILE_CHARS: Final = 64 * 1024
"""The longest rule known has 3,000; more is no rule that a person can review."""

QUERY_MARKERS: Final = ("applies", "proven")
"""Names of the queries of a step, in the order they stand."""

FRONT_LINE: Final = re.compile(r"--(?: ([a-z][a-z_-]*(?:\.[a-z]{2})?):(?: +(.*))?| {2,}(.*))$")
"""Takes ``-- title.ja: 題`` and ``--   more``; refuses ``-- a remark``."""

MARKER_LINE: Final = re.compile(r"-- (applies|proven)\s*$")
"""Takes ``-- applies``; refuses ``-- applies to all``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One key of the front matter."""

    key: str
    value: str
    line: int
    """From 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """One query, verbatim."""

    name: str
    """Empty for the only query of a file; else one of ``QUERY_MARKERS``."""
    sql: str
    line: int
    """Of its first line, from 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SqlFile:
    """The file in parts; nothing is interpreted yet."""

    path: str
    entries: tuple[Entry, ...]
    queries: tuple[Query, ...]
    problems: tuple[Problem, ...]

    def entry(self, key: str) -> Entry | None:
        """The entry of a key; None if the file has none."""
        return next((entry for entry in self.entries if entry.key == key), None)

    def query(self, name: str = "") -> Query | None:
        """The query of that name; None if the file has none."""
        return next((query for query in self.queries if query.name == name), None)


def parse(text: str, path: str) -> SqlFile:
    """Take the file apart; what is wrong with its form stands in ``problems``."""
    if len(text) > MAX_SQL_FILE_CHARS:
        problem = Problem(path, 0, f"is longer than {MAX_SQL_FILE_CHARS} characters")
        return SqlFile(path=path, entries=(), queries=(), problems=(problem,))
    lines = text.splitlines()
    end = _front_end(lines)
    entries, problems = _entries(lines[:end], path)
    return SqlFile(
        path=path, entries=entries, queries=_queries(lines, end), problems=tuple(problems)
    )


def _front_end(lines: list[str]) -> int:
    for index, line in enumerate(lines):
        if MARKER_LINE.match(line) or (line.strip() and not line.startswith("--")):
            return index
    return len(lines)


def _entries(lines: list[str], path: str) -> tuple[tuple[Entry, ...], list[Problem]]:
    found: dict[str, Entry] = {}
    problems: list[Problem] = []
    last = ""
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        match = FRONT_LINE.match(line.rstrip())
        if match is None:
            problems.append(Problem(path, number, f"is no front matter of the form key: {line!r}"))
        elif match[1] is None and last:
            old = found[last]
            found[last] = Entry(key=last, value=f"{old.value} {match[3]}".strip(), line=old.line)
        elif match[1] is None:
            problems.append(Problem(path, number, "continues a key, but there is none above"))
        elif match[1] in found:
            problems.append(Problem(path, number, f"key {match[1]!r} stands twice"))
        else:
            last = match[1]
            found[last] = Entry(key=last, value=(match[2] or "").strip(), line=number)
    return tuple(found.values()), problems


def _queries(lines: list[str], start: int) -> tuple[Query, ...]:
    queries: list[Query] = []
    name, first, body = "", start, list[str]()
    for index, line in enumerate(lines[start:], start):
        if marker := MARKER_LINE.match(line):
            queries += _query(name, first, body)
            name, first, body = marker[1], index + 1, []
        else:
            body.append(line)
    return (*queries, *_query(name, first, body))


def _query(name: str, first: int, body: list[str]) -> list[Query]:
    sql = "\n".join(body).rstrip("; \n\t\r\f\v").strip()
    return [Query(name=name, sql=sql, line=first + 1)] if sql else []
