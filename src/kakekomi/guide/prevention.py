"""How a PC and its people are prepared: done, open, or to be asked.

Each measure is a step of lasting prevention. What its query proves from the facts is done. Where
the facts that could prove it were read and do not, it is open. Where no such fact exists (how long
passwords are) or none could be read, only people know, and it is asked: never taken for done.
"""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from kakekomi.facts.schema import CASE_TABLES
from kakekomi.facts.subject import SubjectFacts
from kakekomi.guide.case import Case
from kakekomi.guide.case_of_one import case_of_pc
from kakekomi.guide.tasks import is_lasting
from kakekomi.packs.model import Proof, Step
from kakekomi.packs.rule_file import tables_in

TOLD: Final = frozenset(table.TABLE for table in CASE_TABLES)
"""Tables that people fill, and not a look at the PC."""


class State(StrEnum):
    """What is known about a measure."""

    OPEN = "open"
    ASK = "ask"
    DONE = "done"


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """A step of prevention, and how it stands."""

    step: Step
    state: State


def measures(
    case: Case, facts: SubjectFacts, *, verdict: str, now: datetime
) -> tuple[Measure, ...]:
    """All measures for one PC and its organization, in the order of the steps."""
    case.open(case_of_pc(facts, verdict=verdict, now=now))
    read = frozenset(row.TABLE for row in facts.rows)
    found = [
        Measure(step=step, state=_state(case, step, read))
        for step in case.pack.steps
        if is_lasting(step) and case.subjects(step.applies_sql, file=step.file)
    ]
    return tuple(sorted(found, key=lambda one: (one.step.order, one.step.id)))


def _state(case: Case, step: Step, read: AbstractSet[str]) -> State:
    applies = case.subjects(step.applies_sql, file=step.file)
    if applies <= case.subjects(step.proven_sql, file=step.file):
        return State.DONE
    shown_by = tables_in(step.proven_sql) - TOLD
    is_read = step.proof is Proof.FACT and not shown_by.isdisjoint(read)
    return State.OPEN if is_read and step.file not in case.failed else State.ASK
