"""Tell which tables must have rows for a rule to fire, so that the others need not be asked.

A rule joins tables. If one of them is empty, and the join is no left one, nothing comes out: a
batch of mails without a known sender needs neither the rules about known senders nor the tables
that only these read, which are half of all rows. Where the query is of another shape (it begins
with ``WITH``, joins from the right, does not select a subject as it stands), no table counts as
needed, and the rule is asked as before.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from kakekomi.facts.fact_set import ReadColumns
from kakekomi.facts.row import Row
from kakekomi.facts.schema import TABLE_BY_NAME
from kakekomi.judge.read_columns import read_columns
from kakekomi.packs.model import Rule
from kakekomi.packs.tokens import Token, tokens

MAX_REMEMBERED: Final = 200
"""Sets of tables that batches had, with what to ask of them; ordinary ones differ in a handful."""

CLAUSES: Final = frozenset({"where", "group", "having", "order", "limit", "window"})
OTHER_SHAPES: Final = frozenset({"union", "intersect", "except", "right", "full"})
"""With one of these an empty table proves nothing."""


@dataclass(frozen=True, slots=True)
class Questions:
    """What to ask of subjects that have rows in certain tables."""

    rules: tuple[Rule, ...]
    read: ReadColumns
    """Tables and columns that these rules may read."""


class RuleChoice:
    """The rules of one kind, chosen by the tables that have rows."""

    __slots__ = ("_remembered", "rules")

    def __init__(self, rules: Sequence[Rule]) -> None:
        self.rules = tuple(rules)
        self._remembered: dict[frozenset[type[Row]], Questions] = {}

    def of(self, present: frozenset[type[Row]]) -> Questions:
        """Rules that may fire if just these tables have rows."""
        known = self._remembered.get(present)
        if known is None:
            if len(self._remembered) >= MAX_REMEMBERED:
                self._remembered.clear()
            known = self._remembered[present] = self._chosen(present)
        return known

    def _chosen(self, present: frozenset[type[Row]]) -> Questions:
        names = {table.TABLE for table in present}
        rules = tuple(rule for rule in self.rules if _may_fire(rule, names))
        return Questions(rules, read_columns(rules))


def _may_fire(rule: Rule, present: set[str]) -> bool:
    if rule.tables and rule.tables.isdisjoint(present):
        return False
    return needed_tables(rule.sql) <= present


@cache
def needed_tables(sql: str) -> frozenset[str]:
    """Names of tables without a row of which the query selects no subject."""
    query = tuple(_outside_brackets(tokens(sql)))
    texts = [token.text for token in query]
    if not _selects_a_subject(texts) or not OTHER_SHAPES.isdisjoint(texts):
        return frozenset()
    start = texts.index("from") + 1 if "from" in texts else len(texts)
    end = next((at for at in range(start, len(texts)) if texts[at] in CLAUSES), len(texts))
    return frozenset(_joined(query[start:end]))


def _outside_brackets(query: Sequence[Token]) -> Iterator[Token]:
    """The tokens of the outermost level; of what stands in brackets only the opening one."""
    depth = 0
    for token in query:
        depth -= token.text == ")"
        if depth == 0 and token.text != ")":
            yield token
        depth += token.text == "("


def _selects_a_subject(texts: Sequence[str]) -> bool:
    """Whether the first column is a subject as it stands: no row of a table, no subject."""
    first = texts[1:]
    if first[:1] in (["distinct"], ["all"]):
        first = first[1:]
    plain = first[2:] if first[1:2] == ["."] else first
    return texts[:1] == ["select"] and plain[:1] == ["subject"] and plain[1:2] in ([","], ["from"])


def _joined(clause: Sequence[Token]) -> Iterator[str]:
    """Names of tables that are joined so that their rows are required."""
    is_expected, is_optional = True, False
    for token in clause:
        if token.text in {"join", ","}:
            is_expected = True
        elif token.text == "left":
            is_optional = True
        elif is_expected:
            if token.kind == "word" and not is_optional and token.text in TABLE_BY_NAME:
                yield token.text
            is_expected = is_optional = False


def tables_of(subjects: Sequence[Sequence[Row]]) -> frozenset[type[Row]]:
    """Tables that have a row of one of the subjects."""
    return frozenset().union(*(map(type, rows) for rows in subjects))
