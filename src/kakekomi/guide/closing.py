"""What stands between a case and its end.

Two ends are told apart, because they come at different times: that our own side is confirmed
(every step of the stages before is proven, for everybody it applies to), and that the spoofed mails
have stopped. What was stolen stays with the attackers, so spoofs go on after our side is clean, and
nobody can stop them; waiting for them must not keep a case open.

A step whose query failed counts as open: not known is not done.
"""

from dataclasses import dataclass
from typing import Final

from kakekomi.guide.case import Case
from kakekomi.guide.stage import Stage
from kakekomi.guide.tasks import Task, tasks

CLOSE_STEP: Final = "close-case"
"""The step that records the decision to close; it is what closing is about, not what stands in its
way."""

SPOOFS_STEP: Final = "watch-for-spoofs"
"""The step that is proven when the spoofed mails have stopped."""


UNFINISHED: Final = frozenset({Stage.SUSPECTED, Stage.INFECTED, Stage.RECOVERY})
"""Steps of these stages belong to the incident; prevention goes on after it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing:
    """What is left before each of the two ends."""

    open_tasks: tuple[Task, ...]
    """Before "our own side is confirmed"."""
    spoofs: tuple[Task, ...]
    """Before "the spoofed mails have stopped"."""
    failed: tuple[str, ...]
    """Files of queries that could not be run: they have to be mended first."""
    stage: Stage

    @property
    def can_close(self) -> bool:
        """Whether nothing stands in the way of closing."""
        return not self.open_tasks and not self.failed

    @property
    def have_spoofs_stopped(self) -> bool:
        """Whether nothing says that spoofed mails still go round."""
        return not self.spoofs and not self.failed


def closing(case: Case, *, stage: Stage) -> Closing:
    """What is left in the open case; ``stage`` is the stage that the case is in."""
    left = tasks(case)
    return Closing(
        open_tasks=tuple(task for task in left if _stands_in_the_way(task)),
        spoofs=tuple(task for task in left if task.step.id == SPOOFS_STEP),
        failed=case.failed,
        stage=stage,
    )


def _stands_in_the_way(task: Task) -> bool:
    return not UNFINISHED.isdisjoint(task.step.stages) and task.step.id != CLOSE_STEP
