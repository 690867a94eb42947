"""What judging one subject gives: findings with their evidence, gaps, and the verdict they add to.

Decibans add up. Of findings in one group only the heaviest counts, because they see the same
thing. Findings that show exposure only (``capped``) never lift the verdict above suspicious.
Nothing is ever called safe: ``nothing_found`` comes with what was not checked.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import msgspec

from kakekomi.facts.gap import Gap, What, Why
from kakekomi.facts.subject import Kind
from kakekomi.packs.model import Thresholds

Value = str | int | float | bool


class Verdict(StrEnum):
    """The answer, in four words."""

    DETECTED = "detected"
    SUSPICIOUS = "suspicious"
    NOTHING_FOUND = "nothing_found"
    NOT_CHECKED = "not_checked"


@dataclass(frozen=True, slots=True)
class Evidence:
    """A value of the facts, verbatim, and where it stands."""

    table: str
    column: str
    value: Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A rule that fired on the subject, once however many rows it gave."""

    rule: str
    weight_db: float
    attack: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    """Never empty; distinct; ordered by the rows' columns from left to right."""
    values: Mapping[str, str]
    """The first row by output name, for the sentence of the rule."""
    group: str | None = None
    capped: bool = False
    counts: bool = True
    """Whether its weight is part of the sum; False beside a heavier one of its group."""

    def __post_init__(self) -> None:
        if not self.evidence:
            raise ValueError(f"finding {self.rule} has no evidence")


class Judgement(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """The verdict on one subject, and all that it rests on."""

    subject: str
    kind: Kind
    verdict: Verdict
    weight_db: float
    findings: tuple[Finding, ...]
    """Heaviest first."""
    gaps: tuple[Gap, ...]
    """What was not checked; distinct and sorted; never empty if nothing was found."""
    pack_id: str
    pack_version: str


BEYOND: Final[Mapping[Kind, tuple[What, ...]]] = {
    Kind.MAIL: (What.OTHER_MALWARE,),
    Kind.PC: (What.OTHER_MALWARE, What.OTHER_PCS),
    Kind.REPORT: (What.OTHER_MALWARE, What.OTHER_PCS),
    Kind.CASE: (What.OTHER_MALWARE,),
}
"""What no check of this kind ever covers, said whenever nothing was found."""

BEYOND_GAPS: Final[Mapping[Kind, tuple[Gap, ...]]] = {
    kind: tuple(Gap(what=what, why=Why.BEYOND_THIS_CHECK) for what in whats)
    for kind, whats in BEYOND.items()
}


@dataclass(frozen=True, slots=True)
class Weighed:
    """Findings after their groups were settled, and their sum."""

    findings: tuple[Finding, ...]
    total_db: float
    only_exposure: bool
    """All that speaks for malice is capped."""


NOTHING: Final = Weighed((), 0.0, only_exposure=True)


def weigh(findings: Sequence[Finding]) -> Weighed:
    """Settle the groups, add up, put the heaviest first."""
    if not findings:
        return NOTHING
    best: dict[str, Finding] = {}
    ordered = sorted(findings, key=lambda finding: (-finding.weight_db, finding.rule))
    for finding in ordered:
        if finding.group and (
            finding.group not in best or abs(finding.weight_db) > abs(best[finding.group].weight_db)
        ):
            best[finding.group] = finding
    settled = tuple(
        finding if not finding.group or best[finding.group] is finding else _outweighed(finding)
        for finding in ordered
    )
    counted = [finding for finding in settled if finding.counts]
    against = [finding for finding in counted if finding.weight_db > 0]
    return Weighed(
        settled,
        round(sum(finding.weight_db for finding in counted), 2),
        all(finding.capped for finding in against),
    )


def _outweighed(finding: Finding) -> Finding:
    return Finding(
        rule=finding.rule,
        weight_db=finding.weight_db,
        attack=finding.attack,
        evidence=finding.evidence,
        values=finding.values,
        group=finding.group,
        capped=finding.capped,
        counts=False,
    )


def verdict_of(weighed: Weighed, thresholds: Thresholds, *, checked: bool) -> Verdict:
    """The verdict for a sum; ``checked`` is False if nothing could be judged."""
    if weighed.total_db >= thresholds.detected_db and not weighed.only_exposure:
        return Verdict.DETECTED
    if weighed.total_db >= thresholds.suspicious_db:
        return Verdict.SUSPICIOUS
    return Verdict.NOTHING_FOUND if checked else Verdict.NOT_CHECKED


def gaps_with_beyond(gaps: Iterable[Gap], kind: Kind, verdict: Verdict) -> tuple[Gap, ...]:
    """Distinct gaps in a stable order, with what is beyond any check if nothing was found."""
    all_gaps = set(gaps)
    if verdict is Verdict.NOTHING_FOUND:
        all_gaps.update(BEYOND_GAPS[kind])
    return tuple(sorted(all_gaps, key=_gap_order))


def _gap_order(gap: Gap) -> tuple[str, str, str, int]:
    return gap.what, gap.why, gap.detail, -1 if gap.node is None else gap.node
