"""The facts of one subject: what every collector returns and everything else works on."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from kakekomi.facts.gap import Gap, What, Why
from kakekomi.facts.row import Row

RowT = TypeVar("RowT", bound=Row)


class Kind(StrEnum):
    """What a subject is; it chooses the rules that apply."""

    MAIL = "mail"
    PC = "pc"
    REPORT = "report"
    CASE = "case"


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectFacts:
    """All rows about one subject."""

    subject: str
    """One mail (its path as given) or one PC (its name or root)."""
    kind: Kind
    rows: tuple[Row, ...]
    """In the order they were collected; nothing may depend on it."""

    def of(self, table: type[RowT]) -> tuple[RowT, ...]:
        """The rows of one table."""
        return tuple(row for row in self.rows if isinstance(row, table))


class FactsBuilder:
    """Gathers rows while something is read; ``build`` freezes them."""

    __slots__ = ("_rows", "kind", "subject")

    def __init__(self, subject: str, kind: Kind) -> None:
        self.subject = subject
        self.kind = kind
        self._rows: list[Row] = []

    def add(self, *rows: Row) -> None:
        """Take rows as they are."""
        self._rows.extend(rows)

    def gap(self, what: What, why: Why, detail: str = "", *, node: int | None = None) -> None:
        """Note something that could not be seen."""
        self._rows.append(Gap(what=what, why=why, detail=detail, node=node))

    def build(self) -> SubjectFacts:
        """The facts so far."""
        return SubjectFacts(subject=self.subject, kind=self.kind, rows=tuple(self._rows))
