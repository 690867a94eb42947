"""Actions and plans, as they are shown, confirmed, stored and read by other programs.

``kakekomi.plan/1``: ``actions`` in the order in which they are done, each with ``action``,
``target``, ``why`` and ``undo``; ``refused`` names what will not be touched although something
speaks against it, and why.
"""

from enum import StrEnum
from typing import ClassVar, Final

import msgspec

PLAN_SCHEMA: Final = "kakekomi.plan/1"


class ActionKind(StrEnum):
    """What can be done to a PC."""

    ISOLATE_NETWORK = "isolate_network"
    SAVE_EVIDENCE = "save_evidence"
    END_PROCESS = "end_process"
    REMOVE_AUTORUN = "remove_autorun"
    DISABLE_SERVICE = "disable_service"
    REMOVE_TASK = "remove_task"
    QUARANTINE_FILE = "quarantine_file"


class Action(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One change to one thing."""

    action: ActionKind
    target: str
    """File, registry value, service, task or process, in Windows' own spelling."""
    why: str
    undo: str
    """How it is undone, or why it can't be."""


class Refused(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Something that is left as it is."""

    target: str
    why: str


class Related(msgspec.Struct, frozen=True, kw_only=True):
    """An entry that belongs to a file and is kept as evidence with it."""

    kind: ActionKind
    target: str


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """An action with what it needs besides its target."""

    action: Action
    related: tuple[Related, ...] = ()
    """For save_evidence: what is kept besides the file."""
    rows: tuple[str, ...] = ()
    """For save_evidence: facts about the file, each a line of JSON."""


class PlanDocument(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A plan as other programs read it."""

    schema: str
    subject: str
    verdict: str
    actions: tuple[Action, ...]
    refused: tuple[Refused, ...]


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """What should be done to one PC."""

    CHANGES: ClassVar[frozenset[ActionKind]] = frozenset(ActionKind) - {ActionKind.SAVE_EVIDENCE}
    """Kinds that change the PC."""

    subject: str
    verdict: str
    steps: tuple[Step, ...]
    refused: tuple[Refused, ...] = ()

    @property
    def changes(self) -> tuple[Action, ...]:
        """Actions that change the PC."""
        return tuple(step.action for step in self.steps if step.action.action in self.CHANGES)

    def document(self) -> PlanDocument:
        """For other programs."""
        return PlanDocument(
            schema=PLAN_SCHEMA,
            subject=self.subject,
            verdict=self.verdict,
            actions=tuple(step.action for step in self.steps),
            refused=self.refused,
        )
