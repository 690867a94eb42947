"""Run a pack's rules over the facts of one or thousands of subjects.

Subjects are loaded in chunks and each rule runs once a chunk. If a rule fails on a chunk or
costs more than it may cost for one subject, the chunk is halved until the guilty subjects are
alone; they get a gap that names the rule, the others their findings. So a batch gives the same
judgements as one subject at a time, whatever the subjects hold and however they are named.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from typing import Final, Self, cast

from kakekomi.facts.fact_set import LOAD_ERRORS, FactSet
from kakekomi.facts.gap import Gap, What, Why
from kakekomi.facts.sandbox import BUDGET_INSTRUCTIONS, BudgetError, QueryError, budget_for
from kakekomi.facts.subject import Kind, SubjectFacts
from kakekomi.judge.checked import is_checked
from kakekomi.judge.needed_tables import Questions, RuleChoice, tables_of
from kakekomi.judge.rows import SubjectRows, finding_of
from kakekomi.judge.verdict import (
    Finding,
    Judgement,
    gaps_with_beyond,
    verdict_of,
    weigh,
)
from kakekomi.packs.model import Pack, Rule
from kakekomi.packs.select_list import outputs

CHUNK_SUBJECTS: Final = 256
"""Enough to share the cost of starting each rule, few enough that a rule's budget for one subject
is enough for a chunk of ordinary ones, and that their text fits in little memory."""

CHUNK_ROWS: Final = 16_000
"""For the same reasons: eight office PCs, or all the mails that the other bound allows."""

Hits = dict[int, SubjectRows]
"""Rows of one rule by position of the subject."""

RULE_KINDS: Final[Mapping[Kind, Kind]] = {
    Kind.MAIL: Kind.MAIL,
    Kind.PC: Kind.PC,
    Kind.REPORT: Kind.PC,
    Kind.CASE: Kind.CASE,
}
"""Which rules judge which subjects: a report is about a PC."""


def chunks(positions: Sequence[int], subjects: Sequence[SubjectFacts]) -> Iterator[Sequence[int]]:
    """Neighbours to be judged in one pass; at least one subject in each."""
    start = rows = 0
    for at, position in enumerate(positions):
        rows += len(subjects[position].rows)
        is_full = at - start == CHUNK_SUBJECTS or rows > CHUNK_ROWS
        if is_full and at > start:
            yield positions[start:at]
            start, rows = at, len(subjects[position].rows)
    if start < len(positions):
        yield positions[start:]


def judge(subjects: Sequence[SubjectFacts], pack: Pack) -> tuple[Judgement, ...]:
    """One judgement for each subject, in the same order."""
    with Judge(pack) as judges:
        return judges.judge(subjects)


class Judge:
    """Keeps the database between calls, so that a stream of batches costs no set-up; ``with``."""

    __slots__ = ("_budget", "_choices", "_facts", "_questions", "pack")

    def __init__(self, pack: Pack, *, budget: int = BUDGET_INSTRUCTIONS) -> None:
        self.pack = pack
        self._budget = budget
        self._facts = FactSet()
        self._choices = {
            kind: RuleChoice([rule for rule in pack.rules if rule.kind is wanted])
            for kind, wanted in RULE_KINDS.items()
        }
        self._questions = Questions((), {})
        """Of what is loaded."""

    def judge(self, subjects: Sequence[SubjectFacts]) -> tuple[Judgement, ...]:
        """One judgement for each subject, in the same order."""
        judgements: dict[int, Judgement] = {}
        for kind in Kind:
            positions = [i for i, facts in enumerate(subjects) if facts.kind is kind]
            for chunk in chunks(positions, subjects):
                judged = self._chunk(kind, [subjects[position] for position in chunk])
                judgements.update(zip(chunk, judged, strict=True))
        return tuple(judgements[position] for position in range(len(subjects)))

    def _chunk(self, kind: Kind, chunk: Sequence[SubjectFacts]) -> list[Judgement]:
        try:
            self._load(kind, chunk)
        except LOAD_ERRORS as error:
            if len(chunk) == 1:
                return [self._not_loaded(chunk[0], error)]
            half = len(chunk) // 2
            return self._chunk(kind, chunk[:half]) + self._chunk(kind, chunk[half:])
        findings, gaps = self._run_rules(chunk)
        return [
            self._judgement(facts, findings[position], gaps[position])
            for position, facts in enumerate(chunk)
        ]

    def _load(self, kind: Kind, subjects: Sequence[SubjectFacts]) -> None:
        present = tables_of([facts.rows for facts in subjects])
        self._questions = self._choices[kind].of(present)
        self._facts.load_by_position(subjects, only=self._questions.read)

    def _run_rules(
        self, chunk: Sequence[SubjectFacts]
    ) -> tuple[defaultdict[int, list[Finding]], defaultdict[int, list[Gap]]]:
        findings: defaultdict[int, list[Finding]] = defaultdict(list)
        gaps: defaultdict[int, list[Gap]] = defaultdict(list)
        failed: list[Rule] = []
        for rule in self._questions.rules:
            try:
                _note(rule, self._hits(rule, len(chunk)), findings, gaps)
            except QueryError:
                failed.append(rule)
        for rule in failed:
            hits, errors = self._halved(rule, list(enumerate(chunk)))
            _note(rule, hits, findings, gaps)
            for position, reason in errors.items():
                gaps[position].append(_rule_gap(rule, reason))
        return findings, gaps

    def _hits(self, rule: Rule, subjects: int) -> Hits:
        hits: Hits = {}
        self._collect(rule, subjects, hits)
        return hits

    def _collect(self, rule: Rule, subjects: int, hits: Hits, *, is_fresh: bool = False) -> None:
        """Add hits while they come. Raises: QueryError if the rule fails on what is loaded."""
        width = len(outputs(rule.sql))
        known = range(subjects)
        budget = budget_for(self._facts.longest_text_chars, self._budget)
        rows = self._facts.gate.query(rule.sql, budget=budget, is_fresh=is_fresh)
        with closing(rows):
            for subject, *cells in rows:
                if subject is None:
                    continue
                if subject not in known or len(cells) + 1 != width:
                    raise QueryError("must select the subject first and columns that can be traced")
                position = cast("int", subject)
                if position not in hits:
                    hits[position] = SubjectRows()
                hits[position].add(tuple(cells))

    def _halved(
        self, rule: Rule, subjects: list[tuple[int, SubjectFacts]]
    ) -> tuple[Hits, dict[int, QueryError]]:
        """Hits of a rule that fails on some of these subjects, and its error for each of those.

        The error of a subject is that of a fresh run on it alone, so it is always the same. What
        the rule found up to there counts: a mail that floods a rule must not hide behind it.
        """
        self._load(subjects[0][1].kind, [facts for _, facts in subjects])
        found: Hits = {}
        if rule not in self._questions.rules:
            return found, {}
        try:
            self._collect(rule, len(subjects), found, is_fresh=len(subjects) == 1)
        except QueryError as error:
            if len(subjects) == 1:
                return _moved(found, subjects), {subjects[0][0]: error}
            half = len(subjects) // 2
            first_hits, first_errors = self._halved(rule, subjects[:half])
            hits, errors = self._halved(rule, subjects[half:])
            return first_hits | hits, first_errors | errors
        return _moved(found, subjects), {}

    def _judgement(
        self, facts: SubjectFacts, findings: list[Finding], rule_gaps: list[Gap]
    ) -> Judgement:
        weighed = weigh(findings)
        gaps = [row for row in facts.rows if type(row) is Gap]
        failed = set[str]()
        if rule_gaps:
            gaps += rule_gaps
            failed = {_rule_named(gap) for gap in rule_gaps} - {one.rule for one in findings}
        checked = is_checked(facts, rules=len(self._choices[facts.kind].rules), failed=len(failed))
        verdict = verdict_of(weighed, self.pack.thresholds, checked=checked)
        return Judgement(
            subject=facts.subject,
            kind=facts.kind,
            verdict=verdict,
            weight_db=weighed.total_db,
            findings=weighed.findings,
            gaps=gaps_with_beyond(gaps, facts.kind, verdict),
            pack_id=self.pack.id,
            pack_version=self.pack.version,
        )

    def _not_loaded(self, facts: SubjectFacts, error: Exception) -> Judgement:
        detail = f"facts can't be loaded: {type(error).__name__}"
        gaps = [
            Gap(what=What.RULE, why=Why.FAILED, detail=f"{rule.id}: {detail}")
            for rule in self._choices[facts.kind].rules
        ]
        return self._judgement(facts, [], gaps)

    def close(self) -> None:
        """Give the memory back."""
        self._facts.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _moved(hits: Hits, subjects: Sequence[tuple[int, SubjectFacts]]) -> Hits:
    """Hits by position in the chunk instead of among these subjects."""
    return {subjects[index][0]: rows for index, rows in hits.items()}


def _note(
    rule: Rule,
    hits: Hits,
    findings: defaultdict[int, list[Finding]],
    gaps: defaultdict[int, list[Gap]],
) -> None:
    for position, rows in hits.items():
        finding = finding_of(rule, outputs(rule.sql)[1:], rows)
        if finding is None:
            gaps[position].append(_rule_gap(rule, QueryError("gave no evidence to show")))
            continue
        findings[position].append(finding)
        if rows.is_cut:
            gaps[position].append(_rule_gap(rule, BudgetError("more evidence than is shown")))


def _rule_gap(rule: Rule, error: QueryError) -> Gap:
    if isinstance(error, BudgetError):
        return Gap(what=What.RULE, why=Why.LIMIT, detail=rule.id)
    return Gap(what=What.RULE, why=Why.FAILED, detail=f"{rule.id}: {error}")


def _rule_named(gap: Gap) -> str:
    return gap.detail.partition(":")[0]
