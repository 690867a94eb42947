"""The five stages, and which one a case is in.

Each subject is in the last stage it has reached. A case is in the most urgent of its subjects'
stages, because the one infected PC counts and not the forty healthy ones; but once the case was
closed it is closed, until something new comes up (the pack's query says what).
"""

from enum import StrEnum
from typing import Final

from kakekomi.guide.case import Case


class Stage(StrEnum):
    """Where a subject or case stands, in the order of a case's life."""

    PREVENTION = "prevention"
    SUSPECTED = "suspected"
    INFECTED = "infected"
    RECOVERY = "recovery"
    CLOSED = "closed"


BY_URGENCY: Final = (
    Stage.CLOSED,
    Stage.INFECTED,
    Stage.SUSPECTED,
    Stage.RECOVERY,
    Stage.PREVENTION,
)
"""The first of these that a subject is in is the stage of the case."""


def subject_stages(case: Case) -> dict[str, Stage]:
    """The stage each subject is in; ids that are no stage of the product are left out."""
    known = {stage.value: stage for stage in Stage}
    return {subject: known[stage] for stage, subject in case.stages if stage in known}


def case_stage(case: Case) -> Stage:
    """The stage of the case as a whole; prevention if nothing points to any."""
    reached = set(subject_stages(case).values())
    return next((stage for stage in BY_URGENCY if stage in reached), Stage.PREVENTION)
