"""A single checked mail, PC or report as a case of one subject.

So that the same queries answer "what do I do now" for one mail and for forty PCs, the check itself
becomes rows of the case: its result, its findings, the PC it concerns, what people answered, and an
organization of which nothing else is known.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from kakekomi.facts.case_tables import Answer, CheckResult, Finding, Organization, Pc
from kakekomi.facts.gap import Gap, What, Why
from kakekomi.facts.pc_tables import OsVersion, SystemInfo
from kakekomi.facts.report_tables import AvScan, AvThreat, EmocheckReport
from kakekomi.facts.row import Row
from kakekomi.facts.subject import Kind, SubjectFacts
from kakekomi.judge.verdict import Judgement

CASE_SUBJECT: Final = "case"
"""Subject of what concerns the organization as a whole."""

ANSWERING_SUBJECT: Final = "you"
"""Subject of whoever answers the questions without any check."""

OTHER_PLATFORM: Final = "other"
"""A system that is not Windows and did not say its name."""


def case_of_one(
    judgement: Judgement, facts: SubjectFacts, answers: Sequence[Answer], *, now: datetime
) -> tuple[SubjectFacts, ...]:
    """The case; ``answers`` are about the checked subject."""
    checked: list[Row] = [*facts.rows, *answers, _check_result(judgement, facts, now)]
    checked += [
        Finding(rule=finding.rule, weight_db=finding.weight_db) for finding in judgement.findings
    ]
    if facts.kind in {Kind.PC, Kind.REPORT} and not facts.of(Pc):
        checked.append(pc_of(facts))
    subject = SubjectFacts(subject=facts.subject, kind=facts.kind, rows=tuple(checked))
    return subject, _organization()


def case_of_answers(answers: Sequence[Answer]) -> tuple[SubjectFacts, ...]:
    """The case of somebody who only answered questions."""
    person = SubjectFacts(subject=ANSWERING_SUBJECT, kind=Kind.CASE, rows=tuple(answers))
    return person, _organization()


def case_of_pc(
    facts: SubjectFacts, *, verdict: str, now: datetime
) -> tuple[SubjectFacts, SubjectFacts]:
    """The case of a PC of which only the verdict is known: enough for what outlasts the day."""
    result = CheckResult(
        kind=facts.kind.value, tool=tool_of(facts), verdict=verdict, checked_at=now
    )
    rows = (*facts.rows, result, pc_of(facts))
    return SubjectFacts(subject=facts.subject, kind=facts.kind, rows=rows), _organization()


def pc_of(facts: SubjectFacts) -> Pc:
    """The PC that the facts are about."""
    return Pc(hostname=_hostname(facts), platform=_platform(facts))


def _organization() -> SubjectFacts:
    rows = (Organization(name=""),)
    return SubjectFacts(subject=CASE_SUBJECT, kind=Kind.CASE, rows=rows)


def _check_result(judgement: Judgement, facts: SubjectFacts, now: datetime) -> CheckResult:
    return CheckResult(
        kind=facts.kind.value,
        tool=tool_of(facts),
        verdict=judgement.verdict.value,
        scope=next((scan.scope for scan in facts.of(AvScan) if scan.scope), None),
        checked_at=now,
    )


def tool_of(facts: SubjectFacts) -> str:
    """Whose result it is: our own, or that of the tool that wrote the report."""
    if facts.kind is not Kind.REPORT:
        return "kakekomi"
    if facts.of(EmocheckReport):
        return "emocheck"
    products = [scan.product for scan in facts.of(AvScan)]
    products += [threat.product for threat in facts.of(AvThreat)]
    return next(iter(products), "unknown")


def _hostname(facts: SubjectFacts) -> str:
    names = [row.hostname for row in facts.of(EmocheckReport)]
    names += [row.hostname for row in facts.of(SystemInfo)]
    return next((name for name in names if name), facts.subject)


def _platform(facts: SubjectFacts) -> str:
    stated = [row.platform for row in facts.of(OsVersion)]
    foreign = any((gap.what, gap.why) == (What.PC, Why.NOT_APPLICABLE) for gap in facts.of(Gap))
    if foreign:
        return next((name for name in stated if name != "windows"), OTHER_PLATFORM)
    return next(iter(stated), "windows")
