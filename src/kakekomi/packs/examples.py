"""Read the examples that stand beside a rule: facts that make it fire and facts that don't.

Layout of ``X.examples.toml`` beside ``X.sql``::

    [[fires]]
    name = "what it shows"
    [[fires.attachment]]      # one row of a table; required columns left out are 0, "" or false
    encrypted = true
    [[quiet]]                 # a benign twin: as close as can be, and the rule stays quiet
    name = "…"

Beside ``X.yar`` the examples hold ``text = "…"`` (read as UTF-8) or ``hex = "…"`` instead of rows.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any, Final

import msgspec

from kakekomi.facts.row import Row, columns
from kakekomi.facts.schema import TABLE_BY_NAME
from kakekomi.facts.subject import Kind, SubjectFacts
from kakekomi.packs.problem import Problem

EXAMPLE_HEADER: Final = re.compile(r"\[\[(fires|quiet)\]\]")
"""Takes the line ``[[fires]]``; refuses ``[[fires.attachment]]``."""

ZEROS: Final[Mapping[type, Any]] = {str: "", int: 0, float: 0.0, bool: False}


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """One case and whether the rule fires on it."""

    name: str
    fires: bool
    rows: tuple[Row, ...] = ()
    content: bytes = b""
    """Bytes for a content rule."""
    line: int

    def facts(self, kind: Kind) -> SubjectFacts:
        """The rows as a subject, named after the example."""
        return SubjectFacts(subject=self.name, kind=kind, rows=self.rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class Examples:
    """All examples of one rule, and what is wrong with them."""

    path: str
    cases: tuple[Example, ...]
    problems: tuple[Problem, ...]


def read_examples(text: str, path: str) -> Examples:
    """Read the file; lines of problems are those of the example's header."""
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return Examples(path=path, cases=(), problems=(Problem(path, 0, f"no TOML: {error}"),))
    lines = _header_lines(text)
    cases: list[Example] = []
    problems = [
        Problem(path, 0, f"unknown key {key!r}: only fires and quiet belong here")
        for key in document.keys() - {"fires", "quiet"}
    ]
    for key in ("fires", "quiet"):
        entries = document.get(key) or []
        if not isinstance(entries, list) or not entries:
            problems.append(Problem(path, 0, f"needs at least one [[{key}]]"))
            continue
        for index, entry in enumerate(entries):
            reader = _ExampleReader(path, lines.get((key, index), 0))
            cases.append(reader.read(entry, fires=key == "fires"))
            problems += reader.problems
    return Examples(path=path, cases=tuple(cases), problems=tuple(problems))


def _header_lines(text: str) -> dict[tuple[str, int], int]:
    lines: dict[tuple[str, int], int] = {}
    counts = {"fires": 0, "quiet": 0}
    for number, line in enumerate(text.splitlines(), 1):
        if match := EXAMPLE_HEADER.match(line.strip()):
            lines[match[1], counts[match[1]]] = number
            counts[match[1]] += 1
    return lines


class _ExampleReader:
    """Reads one example and notes what is wrong."""

    __slots__ = ("line", "path", "problems")

    def __init__(self, path: str, line: int) -> None:
        self.path = path
        self.line = line
        self.problems: list[Problem] = []

    def _wrong(self, message: str) -> None:
        self.problems.append(Problem(self.path, self.line, message))

    def read(self, entry: Mapping[str, Any], *, fires: bool) -> Example:
        name = entry.get("name")
        if not isinstance(name, str) or not name:
            self._wrong('an example needs name = "what it shows"')
        rows: list[Row] = []
        content = b""
        for key, value in entry.items():
            if key in {"text", "hex"}:
                content += self._content(key, value)
            elif key != "name":
                rows += self._rows(key, value)
        return Example(
            name=str(name), fires=fires, rows=tuple(rows), content=content, line=self.line
        )

    def _content(self, key: str, value: object) -> bytes:
        try:
            return bytes.fromhex(str(value)) if key == "hex" else str(value).encode()
        except ValueError:
            self._wrong("hex takes pairs of hexadecimal digits")
            return b""

    def _rows(self, table_name: str, entries: object) -> list[Row]:
        table = TABLE_BY_NAME.get(table_name)
        if table is None:
            self._wrong(f"unknown table {table_name!r}")
            return []
        if not isinstance(entries, list):
            self._wrong(f"write rows as [[…{table_name}]]")
            return []
        return [row for entry in entries if (row := self._row(table, entry)) is not None]

    def _row(self, table: type[Row], entry: Mapping[str, Any]) -> Row | None:
        try:
            return msgspec.convert(_filled(table, entry), table)
        except (msgspec.ValidationError, TypeError, ValueError) as error:
            self._wrong(f"{table.TABLE}: {error}")
            return None


def _filled(table: type[Row], entry: Mapping[str, Any]) -> dict[str, Any]:
    """The row with zero values for required columns that it leaves out."""
    required = {field.name for field in msgspec.structs.fields(table) if field.required}
    zeros = {
        column.name: _zero(column.python_type)
        for column in columns(table)
        if column.name in required
    }
    return zeros | dict(entry)


def _zero(kind: type) -> object:
    if issubclass(kind, Enum):
        return next(iter(kind)).value
    return ZEROS.get(kind, datetime.fromisoformat("2022-03-07T00:00:00+00:00"))
