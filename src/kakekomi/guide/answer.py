"""Put a judgement into words: what was found, what was not checked, and what to do now.

The next steps come from the same queries that run a whole case; the checked subject is a case of
one. They are few, because a frightened person does not read twenty: the urgent ones, and prevention
only where little else is to do. There is always at least one, because "nothing found" is no reason
to do nothing, and "could not be checked" is a reason to do something.
"""

from collections.abc import Sequence
from datetime import datetime

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
from kakekomi.guide.knowledge_age import with_age
from kakekomi.guide.situation import Situation, Situations, next_steps
from kakekomi.judge.verdict import Finding, Judgement
from kakekomi.packs.gap_words import gap_sentence
from kakekomi.packs.model import LANGUAGES, Language, Pack, Step
from kakekomi.packs.sentence import fill


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
        return answer_in(
            Situations(case), judgement, facts, language=language, now=now, answers=answers
        )


def answer_in(
    situations: Situations,
    judgement: Judgement,
    facts: SubjectFacts,
    *,
    language: Language,
    now: datetime,
    answers: Sequence[Answer] = (),
) -> VerdictDocument:
    """As ``answer``, with what is kept between thousands of subjects."""
    situation = situations.of(case_of_one(judgement, facts, answers, now=now))
    return _document(judgement, situation, situations.case.pack, language, now)


def answers_in_all(
    situations: Situations, judgement: Judgement, facts: SubjectFacts, *, now: datetime
) -> tuple[VerdictDocument, ...]:
    """The verdict in each of the languages, in their order: one situation, told in each."""
    situation = situations.of(case_of_one(judgement, facts, (), now=now))
    pack = situations.case.pack
    return tuple(_document(judgement, situation, pack, language, now) for language in LANGUAGES)


def _document(
    judgement: Judgement, situation: Situation, pack: Pack, language: Language, now: datetime
) -> VerdictDocument:
    gaps = (*with_age(judgement, pack, now).gaps, *(_step_gap(file) for file in situation.failed))
    return VerdictDocument(
        subject=judgement.subject,
        kind=judgement.kind.value,
        verdict=judgement.verdict.value,
        weight_db=judgement.weight_db,
        pattern=situation.pattern,
        stage=situation.stage,
        findings=tuple(_finding(item, pack, language) for item in judgement.findings),
        gaps=tuple(_gap(gap, language) for gap in gaps),
        pack=PackDocument(id=judgement.pack_id, version=judgement.pack_version),
        checked_at=now,
        next_steps=tuple(
            NextStep(step=step.id, says=step.says.of(language)) for step in situation.steps
        ),
    )


def advise(case: Case, answers: Sequence[Answer]) -> tuple[Step, ...]:
    """The next steps for somebody who answered the questions and had nothing checked yet."""
    case.open(case_of_answers(answers))
    return next_steps(case)


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
