"""Plans, and what became of them, as text for people or JSON for programs.

``kakekomi.response/1``: ``command``, ``subject``, ``done``, ``actions`` (each with ``action``,
``target``, ``status``, ``reason``, ``item``: the container in ``store``), ``left`` (actions that a
fresh look at the PC would still plan) and ``store``.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import msgspec

from kakekomi.check.visible import excerpt, valid_text, visible
from kakekomi.cli.console import Console, Style
from kakekomi.cli.width import wrap
from kakekomi.respond.action import Action, ActionKind, Plan, Refused
from kakekomi.respond.carry_out import Outcome, OutcomeStatus
from kakekomi.respond.container import PASSWORD
from kakekomi.respond.journal import Record, Status

RESPONSE_SCHEMA: Final = "kakekomi.response/1"
LIST_SCHEMA: Final = "kakekomi.journal-list/1"

_KINDS: Final[Mapping[ActionKind, str]] = {
    ActionKind.ISOLATE_NETWORK: "respond.isolate_network",
    ActionKind.SAVE_EVIDENCE: "respond.save_evidence",
    ActionKind.END_PROCESS: "respond.end_process",
    ActionKind.REMOVE_AUTORUN: "respond.remove_autorun",
    ActionKind.DISABLE_SERVICE: "respond.disable_service",
    ActionKind.REMOVE_TASK: "respond.remove_task",
    ActionKind.QUARANTINE_FILE: "respond.quarantine_file",
}
_STATUSES: Final[Mapping[OutcomeStatus | Status, str]] = {
    OutcomeStatus.PLANNED: "respond.planned",
    OutcomeStatus.VERIFIED: "respond.verified",
    OutcomeStatus.UNDONE: "respond.undone",
    OutcomeStatus.FAILED: "respond.not_done",
    Status.BEGUN: "respond.begun",
    Status.APPLIED: "respond.applied",
    Status.UNDOING: "respond.undoing",
}
_GOOD: Final[Mapping[str, str]] = {
    "apply": "respond.apply_done",
    "verify": "respond.verify_done",
    "undo": "respond.undo_done",
}
_INCOMPLETE: Final[Mapping[str, str]] = {
    "apply": "respond.apply_incomplete",
    "verify": "respond.verify_incomplete",
    "undo": "respond.undo_incomplete",
}
_EMPTY: Final[Mapping[str, str]] = {
    "apply": "respond.nothing_to_do",
    "verify": "respond.nothing_to_do",
    "undo": "respond.nothing_to_undo",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """What became of a command."""

    command: str
    subject: str
    is_done: bool
    outcomes: tuple[Outcome, ...]
    left: tuple[Action, ...]
    refused: tuple[Refused, ...]
    store: str


class ResultLine(msgspec.Struct, frozen=True, kw_only=True):
    """An action in JSON."""

    action: str
    target: str
    status: str
    reason: str = ""
    item: str = ""


class ResponseDocument(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a command, for other programs."""

    schema: str
    command: str
    subject: str
    done: bool
    actions: tuple[ResultLine, ...]
    left: tuple[Action, ...]
    store: str


class ListedJournal(msgspec.Struct, frozen=True, kw_only=True):
    """A journal in JSON."""

    journal: str
    actions: tuple[ResultLine, ...]


class ListDocument(msgspec.Struct, frozen=True, kw_only=True):
    """All journals, for other programs."""

    schema: str
    journals: tuple[ListedJournal, ...]


class Screen:
    """Writes in one form."""

    def __init__(self, console: Console, *, is_json: bool) -> None:
        self._console = console
        self._is_json = is_json

    def plan(self, plan: Plan, *, is_unfinished: bool = False) -> None:
        """A plan; ``is_unfinished`` if an earlier run is finished before it."""
        if self._is_json:
            self._json(plan.document())
            return
        words = self._console.words
        self._heading("respond.plan_title", subject=visible(plan.subject))
        if is_unfinished:
            self._say(words("respond.unfinished"))
        if not plan.steps:
            self._say(words("respond.nothing_to_do"))
        for number, step in enumerate(plan.steps, 1):
            action = step.action
            self._say(self._line(action), indent=f"{number:>3}. ")
            self._say(excerpt(action.why), indent="     ")
            self._say(excerpt(action.undo), indent="     ")
        self._refused(plan.refused)

    def results(self, results: Results) -> None:
        """What became of each action, and what is left."""
        if self._is_json:
            self._json(_document(results))
            return
        words = self._console.words
        for outcome in results.outcomes:
            status = words(_STATUSES[outcome.status])
            self._say(f"{status}{words('line.colon')}{self._line(outcome.action)}", indent="  ")
            if outcome.reason:
                self._say(excerpt(outcome.reason), indent="     ")
        if results.left and results.command == "verify":
            self._say(words("respond.left", count=len(results.left)))
        for action in results.left:
            self._say(self._line(action), indent="  ")
        self._refused(results.refused)
        self._console.say()
        key = _EMPTY if not results.outcomes else _GOOD
        sentence = key[results.command] if results.is_done else _INCOMPLETE[results.command]
        style = Style.HEADING if results.is_done else Style.SUSPICIOUS
        for line in wrap(words(sentence), self._console.width).splitlines():
            self._console.say(self._console.styled(line, style))
        if results.outcomes:
            path = visible(valid_text(results.store))
            self._say(words("respond.store", path=path, password=PASSWORD))

    def records(self, journals: Sequence[tuple[Path, Sequence[Record]]]) -> None:
        """What journals say."""
        if self._is_json:
            listed = tuple(
                ListedJournal(journal=valid_text(str(path)), actions=tuple(map(_listed, records)))
                for path, records in journals
            )
            self._json(ListDocument(schema=LIST_SCHEMA, journals=listed))
            return
        words = self._console.words
        if not journals:
            self._say(words("respond.no_journal"))
        for path, records in journals:
            self._console.say(visible(valid_text(str(path))))
            for record in records:
                status = words(_STATUSES[OutcomeStatus.FAILED if record.reason else record.status])
                line = self._line(record.step.action)
                self._say(f"{status}{words('line.colon')}{line}", indent="  ")

    def _line(self, action: Action) -> str:
        words = self._console.words
        return f"{words(_KINDS[action.action])}{words('line.colon')}{excerpt(action.target)}"

    def _refused(self, refused: Sequence[Refused]) -> None:
        if not refused:
            return
        words = self._console.words
        self._heading("respond.refused")
        for one in refused:
            self._say(f"{excerpt(one.target)}{words('line.colon')}{one.why}", indent="  - ")

    def _heading(self, key: str, **values: str) -> None:
        words = self._console.words
        text = words(key, **values) if values else words(key)
        self._console.say(self._console.styled(text, Style.HEADING))

    def _say(self, text: str, *, indent: str = "") -> None:
        console = self._console
        console.say(wrap(text, console.width, indent=indent, hanging=" " * len(indent)))

    def _json(self, value: msgspec.Struct) -> None:
        self._console.write(msgspec.json.encode(value) + b"\n")


def _document(results: Results) -> ResponseDocument:
    return ResponseDocument(
        schema=RESPONSE_SCHEMA,
        command=results.command,
        subject=results.subject,
        done=results.is_done,
        actions=tuple(
            ResultLine(
                action=one.action.action,
                target=one.action.target,
                status=one.status,
                reason=valid_text(one.reason),
                item=one.item,
            )
            for one in results.outcomes
        ),
        left=results.left,
        store=valid_text(results.store),
    )


def _listed(record: Record) -> ResultLine:
    action = record.step.action
    return ResultLine(
        action=action.action,
        target=action.target,
        status=record.status,
        reason=valid_text(record.reason or ""),
    )
