"""Where a case stands, computed from its facts: stage, tasks, ledger, and what bars its closing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from typing import Final

from kakekomi.desk.cases import models
from kakekomi.desk.cases.facts import (
    Sources,
    case_facts,
    current_verdicts,
    sources_of,
    subject_of,
)
from kakekomi.desk.cases.remembered import Answers, StepFor, key_of, recall, remember
from kakekomi.desk.house.knowledge import current_pack
from kakekomi.desk.house.words import word
from kakekomi.facts.subject import SubjectFacts
from kakekomi.guide.case import Case as GuideCase
from kakekomi.guide.closing import Closing, closing
from kakekomi.guide.pattern import case_patterns
from kakekomi.guide.stage import Stage, case_stage, subject_stages
from kakekomi.guide.tasks import Task, tasks
from kakekomi.packs.model import Pack


class Column(StrEnum):
    """What every PC must have behind it."""

    CHECKED = "checked"
    ANTIVIRUS = "antivirus"
    ISOLATED = "isolated"
    CLEANED = "cleaned"
    VERIFIED = "verified"


class Mark(StrEnum):
    """What is known of one PC in one column."""

    DONE = "done"
    SAID = "said"
    """Somebody says so; nothing proves it."""
    MISSING = "missing"
    NOT_NEEDED = "not_needed"


STEP_OF: Final[Mapping[Column, str]] = {
    Column.CHECKED: "check-pc",
    Column.ANTIVIRUS: "antivirus-full-scan",
    Column.ISOLATED: "isolate-pc",
    Column.CLEANED: "end-and-quarantine",
    Column.VERIFIED: "check-again-after-a-day",
}
"""The step of the playbook that each column stands for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerRow:
    """One PC."""

    pc: models.Pc
    verdict: str
    """The worst current verdict; empty if it was never checked."""
    checked_at: datetime | None
    stage: Stage | None
    marks: tuple[tuple[Column, Mark], ...]

    @property
    def is_missing(self) -> bool:
        """Whether something is still to do."""
        return any(mark is Mark.MISSING for _, mark in self.marks)


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Where the case stands."""

    case: models.Case
    stage: Stage
    patterns: tuple[str, ...]
    stages: Mapping[str, Stage]
    """By subject."""
    tasks: tuple[Task, ...]
    closing: Closing
    applied: Mapping[str, frozenset[str]]
    """By step: the subjects that it applies to."""

    @cached_property
    def facts(self) -> tuple[SubjectFacts, ...]:
        """All facts of the case, read when they are asked for."""
        return case_facts(self.case)

    @cached_property
    def ledger(self) -> tuple[LedgerRow, ...]:
        """All PCs, those with most to do first."""
        verdicts = _verdicts(self.case)
        said = {(one.step, one.subject) for one in self.case.declarations.all()}
        rows = [
            self._row(pc, verdicts.get(pc.pk, ()), said)
            for pc in self.case.pcs.select_related("person")
        ]
        return tuple(sorted(rows, key=lambda row: (not row.is_missing, row.pc.hostname)))

    @cached_property
    def names(self) -> Mapping[str, str]:
        """What people call each subject of the case."""
        return names_of(self.case)

    def _row(
        self,
        pc: models.Pc,
        verdicts: tuple[tuple[str, datetime], ...],
        said: set[tuple[str, str]],
    ) -> LedgerRow:
        subject = subject_of(pc)
        return LedgerRow(
            pc=pc,
            verdict=next((v for v in WORST_FIRST if v in {one for one, _ in verdicts}), ""),
            checked_at=max((at for _, at in verdicts), default=None),
            stage=self.stages.get(subject),
            marks=tuple(
                (column, self._mark(step, subject, is_said=(step, subject) in said))
                for column, step in STEP_OF.items()
            ),
        )

    def _mark(self, step: str, subject: str, *, is_said: bool) -> Mark:
        if subject not in self.applied.get(step, frozenset()):
            return Mark.NOT_NEEDED
        if any(task.step.id == step and task.subject == subject for task in self.tasks):
            return Mark.MISSING
        return Mark.SAID if is_said else Mark.DONE

    @property
    def missing(self) -> int:
        """PCs that nobody has entered: the organization says it has more."""
        total = self.case.organization.pcs_total or 0
        return max(0, total - len(self.ledger))


def names_of(case: models.Case) -> dict[str, str]:
    """What people call each subject of the case."""
    names = {subject_of(case): str(case.organization)}
    for rows in (case.pcs.all(), case.people.all(), case.partners.all()):
        names |= {subject_of(row): str(row) for row in rows}
    for account in case.accounts.all():
        kind = word(f"cases.account_kind.{account.kind}")
        names[subject_of(account)] = f"{kind}: {account.identifier}"
    for link in case.case_checks.select_related("checked").defer("checked__facts"):
        names[f"check:{link.checked_id}"] = link.checked.subject
    return names


WORST_FIRST: Final = ("detected", "suspicious", "not_checked", "nothing_found")


def standing_of(case: models.Case) -> Standing:
    """Where the case stands; the pack's queries are asked only if it has changed."""
    pack, sources = current_pack(), sources_of(case)
    key = key_of(sources, pack)
    answers = recall(key)
    if answers is None:
        answers = _asked(case, sources, pack)
        remember(key, answers)
    return _standing(case, answers, pack)


def _asked(case: models.Case, sources: Sources, pack: Pack) -> Answers:
    with GuideCase(pack) as asked:
        asked.open(case_facts(case, sources))
        stage = case_stage(asked)
        end = closing(asked, stage=stage)
        return Answers(
            stage=stage,
            patterns=case_patterns(asked),
            stages=subject_stages(asked),
            tasks=_named(tasks(asked)),
            open_tasks=_named(end.open_tasks),
            spoofs=_named(end.spoofs),
            failed=end.failed,
            applied={
                step.id: tuple(sorted(asked.subjects(step.applies_sql, file=step.file)))
                for step in asked.pack.steps
                if step.id in STEP_OF.values()
            },
        )


def _named(found: Iterable[Task]) -> tuple[StepFor, ...]:
    return tuple((task.step.id, task.subject) for task in found)


def _standing(case: models.Case, answers: Answers, pack: Pack) -> Standing:
    steps = {step.id: step for step in pack.steps}

    def told(named: Iterable[StepFor]) -> tuple[Task, ...]:
        return tuple(Task(step=steps[step], subject=subject) for step, subject in named)

    return Standing(
        case=case,
        stage=answers.stage,
        patterns=answers.patterns,
        stages=answers.stages,
        tasks=told(answers.tasks),
        closing=Closing(
            open_tasks=told(answers.open_tasks),
            spoofs=told(answers.spoofs),
            failed=answers.failed,
            stage=answers.stage,
        ),
        applied={step: frozenset(subjects) for step, subjects in answers.applied.items()},
    )


def _verdicts(case: models.Case) -> dict[int, tuple[tuple[str, datetime], ...]]:
    """By PC: the current verdict of the newest check of each tool, and when."""
    linked = case.case_checks.filter(pc__isnull=False).select_related("checked")
    linked = linked.defer("checked__facts")
    verdicts = current_verdicts(link.checked for link in linked)
    newest: dict[tuple[int | None, str], tuple[str, datetime]] = {}
    for link in linked.order_by("checked__created_at"):
        verdict = verdicts.get(link.checked_id)
        if verdict is not None:
            newest[link.pc_id, link.checked.tool] = (verdict.verdict, link.checked.created_at)
    found: dict[int, tuple[tuple[str, datetime], ...]] = {}
    for (pc, _), one in newest.items():
        if pc is not None:
            found[pc] = (*found.get(pc, ()), one)
    return found
