"""Put a judgement into words: what was found, what was not checked, and what to do now.

The next steps come from the same queries that run a whole case; the checked subject is a case of
one. They are few, because a frightened person does not read twenty: the urgent ones, and prevention
only where little else is to do. There is always at least one, because "nothing found" is no reason
to do nothing, and "could not be checked" is a reason to do something.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from kakekomi.facts.case_tables import Answer
from kakekomi.facts.gap import Gap, What, Why
from kakekomi.facts.subject import SubjectFacts
from kakekomi.guide.case import Case
from kakekomi.guide.case_of_one import case_of_answers, case_of_one
from kakekomi.guide.document import (
    EvidenceDocument,
    FindingDocument,
    GapDocument,
    NextStep,
    PackDocument,
    VerdictDocument,
)
from kakekomi.guide.pattern import main_pattern
from kakekomi.guide.stage import case_stage
from kakekomi.guide.tasks import is_lasting, tasks
from kakekomi.judge.verdict import Finding, Judgement
from kakekomi.packs.gap_words import gap_sentence
from kakekomi.packs.model import Language, Pack, Step
from kakekomi.packs.sentence import fill

MAX_NEXT_STEPS: Final = 7
"""About what one remembers; cutting off, telling and saving evidence all fit."""

FILLED_TO: Final = 2
"""Up to here, lasting prevention is added where nothing more urgent is left."""


def answer(  # noqa: PLR0917  the contract with the command line and the desk
    judgement: Judgement,
    facts: SubjectFacts,
    pack: Pack,
    language: Language,
    now: datetime,
    answers: Sequence[Answer] = (),
) -> VerdictDocument:
    """The verdict on one subject; ``answers`` are what people said about it."""
    with Case(pack) as case:
        return answer_in(case, judgement, facts, language=language, now=now, answers=answers)


def answer_in(
    case: Case,
    judgement: Judgement,
    facts: SubjectFacts,
    *,
    language: Language,
    now: datetime,
    answers: Sequence[Answer] = (),
) -> VerdictDocument:
    """As ``answer``, on a database that is kept between thousands of subjects."""
    case.open(case_of_one(judgement, facts, answers, now=now))
    steps = next_steps(case)
    gaps = (*judgement.gaps, *(_step_gap(file) for file in case.failed))
    return VerdictDocument(
        subject=judgement.subject,
        kind=judgement.kind.value,
        verdict=judgement.verdict.value,
        weight_db=judgement.weight_db,
        pattern=main_pattern(case),
        stage=case_stage(case).value,
        findings=tuple(_finding(item, case.pack, language) for item in judgement.findings),
        gaps=tuple(_gap(gap, language) for gap in gaps),
        pack=PackDocument(id=judgement.pack_id, version=judgement.pack_version),
        checked_at=now,
        next_steps=tuple(NextStep(step=step.id, says=step.says.of(language)) for step in steps),
    )


def advise(case: Case, answers: Sequence[Answer]) -> tuple[Step, ...]:
    """The next steps for somebody who answered the questions and had nothing checked yet."""
    case.open(case_of_answers(answers))
    return next_steps(case)


def next_steps(case: Case) -> tuple[Step, ...]:
    """The steps to show for the open case, each once, in the order in which to do them."""
    steps = {task.step.id: task.step for task in tasks(case)}
    urgent = [step for step in steps.values() if not is_lasting(step)][:MAX_NEXT_STEPS]
    lasting = [step for step in steps.values() if is_lasting(step)]
    return (*urgent, *lasting[: max(0, FILLED_TO - len(urgent))])


def _finding(finding: Finding, pack: Pack, language: Language) -> FindingDocument:
    rule = pack.rule(finding.rule)
    return FindingDocument(
        rule=finding.rule,
        title=rule.title.of(language),
        says=fill(rule.says.of(language), finding.values),
        weight_db=finding.weight_db,
        attack=finding.attack,
        evidence=tuple(
            EvidenceDocument(table=item.table, column=item.column, value=item.value)
            for item in finding.evidence
        ),
    )


def _step_gap(file: str) -> Gap:
    return Gap(what=What.RULE, why=Why.FAILED, detail=file)


def _gap(gap: Gap, language: Language) -> GapDocument:
    return GapDocument(
        what=gap.what.value,
        why=gap.why.value,
        detail=gap.detail,
        says=gap_sentence(gap, language),
    )
