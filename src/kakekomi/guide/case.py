"""The facts of one case, asked by the queries of a pack.

A case is the facts of its PCs, people, accounts, partners and mails, each under its own subject.
When a case is opened, the pack's patterns are recognized first, then its stages, one after the
other in their order; both become rows (``pattern``, ``stage``) that later queries may use. So who
is exposed and who is infected is said once in the pack, and steps only refer to it.

A query that fails or costs too much is noted in ``failed``. Whoever reads the case has to look at
it: a step that could not be asked about is not done.
"""

import sqlite3
from collections.abc import Iterable, Sequence
from typing import Final, Self

from kakekomi.facts.case_tables import Answer, CheckResult, Organization, Pattern, Stage
from kakekomi.facts.fact_set import FactSet
from kakekomi.facts.row import Row, insert_sql, sql_rows
from kakekomi.facts.sandbox import QueryError
from kakekomi.facts.schema import TABLE_BY_NAME
from kakekomi.facts.subject import SubjectFacts
from kakekomi.packs.model import CaseQuery, Pack
from kakekomi.packs.rule_file import tables_in

CASE_BUDGET: Final = 100_000_000
"""Instructions for one query over a whole case, about 2 s: a case has some thousand subjects where
a rule has one, and a person waits for it once."""

DERIVED: Final = frozenset({Pattern.TABLE, Stage.TABLE})
"""Tables that are filled here and nowhere else."""

LOAD_ERRORS: Final = (sqlite3.Error, MemoryError, OverflowError, UnicodeEncodeError)
"""What facts can do to SQLite: too long a text, too large a number, no valid Unicode."""

OWN_TABLES: Final[frozenset[type[Row]]] = frozenset({CheckResult, Answer, Organization})
"""Rows that we write ourselves; enough for the most urgent steps."""


class Case:
    """Opens one case after the other on the same database; ``with`` closes it."""

    __slots__ = (
        "_budget",
        "_facts",
        "_filled",
        "_tables",
        "failed",
        "needed",
        "pack",
        "patterns",
        "stages",
    )

    def __init__(self, pack: Pack, *, budget: int = CASE_BUDGET) -> None:
        self.pack = pack
        self._tables = {sql: tables_in(sql) for sql in all_sql(pack)}
        self.needed: Final = _needed(self._tables.values())
        """Tables that some query of the pack reads."""
        self.patterns: tuple[tuple[str, str], ...] = ()
        """Pattern id and subject, in the pack's order of patterns, then by subject."""
        self.stages: tuple[tuple[str, str], ...] = ()
        """Stage id and subject, in the pack's order of stages, then by subject."""
        self.failed: tuple[str, ...] = ()
        """Files of the queries that could not be run to their end, sorted."""
        self._budget = budget
        self._facts = FactSet()
        self._filled: set[str] = set()

    def open(self, subjects: Sequence[SubjectFacts]) -> None:
        """Replace what is open by this case."""
        self.failed = ()
        self._forget_derived()
        kept = self._load([_kept(facts, self.needed) for facts in subjects])
        self._filled = {row.TABLE for facts in kept for row in facts.rows}
        self.patterns = tuple(
            (query.id, subject)
            for query in self.pack.patterns
            for subject in self._derive(query, Pattern(pattern=query.id))
        )
        self.stages = tuple(
            (query.id, subject)
            for query in self.pack.stages
            for subject in self._derive(query, Stage(stage=query.id))
        )

    def _forget_derived(self) -> None:
        for table in sorted(DERIVED):
            self._facts.connection.execute(f'DELETE FROM "{table}"')  # noqa: S608  names are ours

    def _load(self, subjects: Sequence[SubjectFacts]) -> Sequence[SubjectFacts]:
        """Load all rows, or else those that no hostile input has a part in."""
        try:
            self._facts.load(subjects)
        except LOAD_ERRORS:
            self.failed = ("facts",)
            subjects = [_kept(facts, OWN_TABLES) for facts in subjects]
            self._facts.load(subjects)
        return subjects

    def _derive(self, query: CaseQuery, row: Row) -> tuple[str, ...]:
        subjects = tuple(sorted(self.subjects(query.sql, file=query.file)))
        if subjects:
            rows = sql_rows(type(row), ((subject, row) for subject in subjects))
            self._facts.connection.executemany(insert_sql(type(row)), rows)
            self._filled.add(row.TABLE)
        return subjects

    def subjects(self, sql: str, *, file: str) -> frozenset[str]:
        """The subjects that a query returns; none, and a note in ``failed``, if it can't be run."""
        if self._filled.isdisjoint(self._tables[sql]):
            return frozenset()
        try:
            rows = self._facts.gate.query(sql, budget=self._budget)
            return frozenset(row[0] for row in rows if isinstance(row[0], str))
        except QueryError:
            self.failed = tuple(sorted({*self.failed, file}))
            return frozenset()

    def close(self) -> None:
        """Give the memory back and take the derived rows along."""
        self._facts.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _needed(tables: Iterable[frozenset[str]]) -> frozenset[type[Row]]:
    names = frozenset().union(*tables) - DERIVED
    return frozenset(TABLE_BY_NAME[name] for name in names)


def all_sql(pack: Pack) -> Iterable[str]:
    """Every query that is asked of a case."""
    for query in (*pack.patterns, *pack.stages):
        yield query.sql
    for step in pack.steps:
        yield step.applies_sql
        yield step.proven_sql


def _kept(facts: SubjectFacts, needed: frozenset[type[Row]]) -> SubjectFacts:
    rows = tuple(row for row in facts.rows if type(row) in needed)
    return SubjectFacts(subject=facts.subject, kind=facts.kind, rows=rows)
