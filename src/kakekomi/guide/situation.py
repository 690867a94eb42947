"""Where one checked subject stands, and what to do: asked once for all that are in the same place.

Ten thousand mails of an archive differ in their text, which no query of the guide reads. So what
the queries found is kept under the columns that they name, and found again without asking. A
column's name counts as named wherever the word stands in a query: never too few.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from kakekomi.facts.row import Row
from kakekomi.facts.subject import SubjectFacts
from kakekomi.guide.case import Case, all_sql
from kakekomi.guide.case_of_one import ANSWERING_SUBJECT, CASE_SUBJECT
from kakekomi.guide.pattern import main_pattern
from kakekomi.guide.stage import case_stage
from kakekomi.guide.tasks import is_lasting, tasks
from kakekomi.packs.model import Step

MAX_NEXT_STEPS: Final = 7
"""About what one remembers; cutting off, telling and saving evidence all fit."""

FILLED_TO: Final = 2
"""Up to here, lasting prevention is added where nothing more urgent is left."""

MAX_KEPT: Final = 20_000
"""Situations kept; each takes a kilobyte. Then all are forgotten, which costs time only."""

MAX_KEPT_ROWS: Final = 200
"""A subject with more rows is like no other."""

WORD: Final = re.compile(r"[a-z_0-9]+")
"""Takes each lower-case word of a query, ``from_domain``; refuses upper case and marks."""

OUR_NAMES: Final = frozenset({CASE_SUBJECT, ANSWERING_SUBJECT})
"""A checked subject of such a name would be taken for ours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """What the queries say."""

    pattern: str | None
    stage: str
    steps: tuple[Step, ...]
    failed: tuple[str, ...]
    """Files of queries that could not be run to their end."""


class Situations:
    """Keeps situations of one pack."""

    __slots__ = ("_columns", "_kept", "case")

    def __init__(self, case: Case) -> None:
        self.case = case
        self._columns = _named_columns(case)
        self._kept: dict[object, Situation] = {}

    def of(self, subjects: Sequence[SubjectFacts]) -> Situation:
        """The situation of a case of one: the checked subject first."""
        key = self._key(subjects)
        known = self._kept.get(key) if key is not None else None
        if known is not None:
            return known
        found = situation_of(self.case, subjects)
        if key is not None and not found.failed:
            if len(self._kept) >= MAX_KEPT:
                self._kept.clear()
            self._kept[key] = found
        return found

    def _key(self, subjects: Sequence[SubjectFacts]) -> object:
        if subjects[0].subject in OUR_NAMES:
            return None
        parts: list[object] = []
        for facts in subjects:
            for row in facts.rows:
                columns = self._columns.get(type(row))
                if columns is not None:
                    parts.append((row.TABLE, *[getattr(row, name) for name in columns]))
            parts.append(None)
        return tuple(parts) if len(parts) <= MAX_KEPT_ROWS else None


def situation_of(case: Case, subjects: Sequence[SubjectFacts]) -> Situation:
    """Ask the queries."""
    case.open(subjects)
    steps = next_steps(case)
    return Situation(
        pattern=main_pattern(case),
        stage=case_stage(case).value,
        steps=steps,
        failed=case.failed,
    )


def next_steps(case: Case) -> tuple[Step, ...]:
    """The steps to show for the open case, each once, in the order in which to do them."""
    steps = {task.step.id: task.step for task in tasks(case)}
    urgent = [step for step in steps.values() if not is_lasting(step)][:MAX_NEXT_STEPS]
    lasting = [step for step in steps.values() if is_lasting(step)]
    return (*urgent, *lasting[: max(0, FILLED_TO - len(urgent))])


def _named_columns(case: Case) -> Mapping[type[Row], tuple[str, ...]]:
    sql = "\n".join(all_sql(case.pack))
    named = set(WORD.findall(sql.lower()))
    is_all = ".*" in sql or "select *" in sql.lower()
    return {
        table: tuple(name for name in table.__struct_fields__ if is_all or name in named)
        for table in case.needed
    }
