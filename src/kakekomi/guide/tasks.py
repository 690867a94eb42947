"""What is left to do: for each step, whom it applies to without those it is proven for."""

from dataclasses import dataclass
from typing import Final

from kakekomi.guide.case import Case
from kakekomi.guide.stage import Stage
from kakekomi.packs.model import Step

LASTING_FROM_ORDER: Final = 300
"""Prevention from this order on can wait until the incident is over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A step for one subject."""

    step: Step
    subject: str


def tasks(case: Case) -> tuple[Task, ...]:
    """Tasks of the open case: what is urgent first, prevention last, then by order and subject."""
    left = [
        Task(step=step, subject=subject)
        for step in case.pack.steps
        for subject in _left(case, step)
    ]
    return tuple(sorted(left, key=_order))


def _left(case: Case, step: Step) -> frozenset[str]:
    applies = case.subjects(step.applies_sql, file=step.file)
    if not applies:
        return applies
    return applies - case.subjects(step.proven_sql, file=step.file)


def _order(task: Task) -> tuple[bool, float, str, str]:
    return is_lasting(task.step), task.step.order, task.step.id, task.subject


def is_lasting(step: Step) -> bool:
    """Whether the step is prevention for the long run, and not about what happened now."""
    return step.stages == (Stage.PREVENTION,) and step.order >= LASTING_FROM_ORDER
