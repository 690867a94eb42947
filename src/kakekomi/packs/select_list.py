"""Trace each column that a rule selects back to the table column it shows.

A finding names its evidence as table, column and value. The table comes from here: an output
column is an expression, and the first ``alias.column`` in it, or in what it selects from, is its
origin. ``SELECT a.subject, lower(a.name) AS name FROM attachment a`` shows attachment.name.

Subqueries in FROM and in WITH are followed; a rule is one SELECT, so compound ones have no origin.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from kakekomi.facts.row import columns
from kakekomi.facts.schema import TABLE_BY_NAME
from kakekomi.packs.tokens import Token, tokens

MAX_SUBQUERY_DEPTH: Final = 4
"""Deeper nesting is not followed: no person can review it."""

CLAUSES: Final = frozenset({"where", "group", "having", "order", "limit", "window"})
COMPOUND: Final = frozenset({"union", "intersect", "except"})
NO_ALIAS: Final = CLAUSES | frozenset(
    {"on", "using", "join", "left", "right", "full", "inner", "outer", "cross", "natural"}
)


@dataclass(frozen=True, slots=True)
class Output:
    """One column that a query gives."""

    name: str
    """Empty if the expression has no name of its own."""
    table: str | None
    """Table it shows; None if it can't be traced."""
    column: str | None
    is_plain: bool = False
    """The value is the column's own, not computed from it."""


Relation = Mapping[str, tuple[str, str]]
"""Columns of something selected from, each with the table and column it shows."""


@cache
def outputs(sql: str) -> tuple[Output, ...]:
    """Output columns in order; empty if the query is not one plain SELECT."""
    return _select(tokens(sql), {}, 0)


def _select(
    query: Sequence[Token], known: Mapping[str, Relation], depth: int
) -> tuple[Output, ...]:
    if depth > MAX_SUBQUERY_DEPTH:
        return ()
    query, named = _with(query, known, depth)
    if not query or query[0].text != "select":
        return ()
    if any(word in COMPOUND for word in _top_words(query)):
        return ()
    start = 2 if len(query) > 1 and query[1].text in {"distinct", "all"} else 1
    end = _find_top(query, frozenset({"from"}), start)
    relations = _from(query[end + 1 : _find_top(query, CLAUSES, end)], named, depth)
    return tuple(_output(part, relations) for part in _split(query[start:end]) if part)


def _with(
    query: Sequence[Token], known: Mapping[str, Relation], depth: int
) -> tuple[Sequence[Token], Mapping[str, Relation]]:
    if not query or query[0].text != "with":
        return query, known
    named = dict(known)
    start = _find_top(query, frozenset({"select"}), 1)
    for part in _split(query[1:start]):
        opening = next((i for i, token in enumerate(part) if token.text == "("), 0)
        if opening:
            named[part[0].text] = _relation(part[opening + 1 : -1], named, depth)
    return query[start:], named


def _relation(query: Sequence[Token], known: Mapping[str, Relation], depth: int) -> Relation:
    return {
        output.name: (output.table, output.column)
        for output in _select(query, known, depth + 1)
        if output.table and output.column
    }


def _from(
    clause: Sequence[Token], known: Mapping[str, Relation], depth: int
) -> dict[str, Relation]:
    """What is selected from, by alias."""
    relations: dict[str, Relation] = {}
    index, expected = 0, True
    while index < len(clause):
        token = clause[index]
        if expected and token.text == "(":
            end = _closing(clause, index)
            relation = _relation(clause[index + 1 : end], known, depth)
            relations[_alias(clause, end + 1) or f"({index}"] = relation
            index, expected = end, False
        elif expected and token.kind == "word":
            relation = known.get(token.text) or _table(token.text)
            relations[_alias(clause, index + 1) or token.text] = relation
            expected = False
        elif token.text == "(":
            index = _closing(clause, index)
        elif token.text in {"join", ","}:
            expected = True
        index += 1
    return relations


def _table(name: str) -> Relation:
    table = TABLE_BY_NAME.get(name)
    return {column.name: (name, column.name) for column in columns(table)} if table else {}


def _alias(clause: Sequence[Token], index: int) -> str | None:
    if index < len(clause) and clause[index].text == "as":
        index += 1
    if index < len(clause) and clause[index].kind == "word":
        return clause[index].text if clause[index].text not in NO_ALIAS else None
    return None


def _output(part: Sequence[Token], relations: Mapping[str, Relation]) -> Output:
    named = len(part) > 2 and part[-2].text == "as"  # noqa: PLR2004  expression, AS, name
    expression = part[:-2] if named else part
    origin = _origin(expression, relations)
    name = part[-1].text if named or _is_plain(expression) else ""
    if origin is None:
        return Output(name, None, None)
    return Output(name, *origin, is_plain=_is_plain(expression))


def _is_plain(expression: Sequence[Token]) -> bool:
    """Whether it is ``alias.column`` or ``column`` and nothing else."""
    shape = [token.text if token.text == "." else token.kind for token in expression]
    return shape in (["word", ".", "word"], ["word"])


def _origin(
    expression: Sequence[Token], relations: Mapping[str, Relation]
) -> tuple[str, str] | None:
    for index in range(len(expression) - 2):
        alias, dot, column = (token.text for token in expression[index : index + 3])
        if dot == "." and alias in relations and column in relations[alias]:
            return relations[alias][column]
    return None


def _top_words(query: Sequence[Token]) -> list[str]:
    return [token.text for token, depth in _depths(query) if depth == 0 and token.kind == "word"]


def _find_top(query: Sequence[Token], words: frozenset[str], start: int) -> int:
    """Index of the first of these words outside brackets, or the length."""
    for index, (token, depth) in enumerate(_depths(query)):
        if index >= start and depth == 0 and token.kind == "word" and token.text in words:
            return index
    return len(query)


def _split(query: Sequence[Token]) -> list[Sequence[Token]]:
    """Parts between commas outside brackets."""
    parts: list[Sequence[Token]] = []
    start = 0
    for index, (token, depth) in enumerate(_depths(query)):
        if depth == 0 and token.text == ",":
            parts.append(query[start:index])
            start = index + 1
    return [*parts, query[start:]]


def _depths(query: Sequence[Token]) -> list[tuple[Token, int]]:
    """Each token with the number of brackets around it; a bracket counts itself as inside."""
    depth, found = 0, list[tuple[Token, int]]()
    for token in query:
        depth += token.text == "("
        found.append((token, depth))
        depth -= token.text == ")"
    return found


def _closing(query: Sequence[Token], opening: int) -> int:
    """Index of the bracket that closes the one at ``opening``, or the last index."""
    depth = 0
    for index in range(opening, len(query)):
        depth += (query[index].text == "(") - (query[index].text == ")")
        if depth == 0:
            return index
    return len(query) - 1
