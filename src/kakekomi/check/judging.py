"""From collected facts to verdicts: the way that every command shares.

Thousands of subjects are judged in one pass. If that pass crashes, each subject is judged alone,
so that the guilty one is known and only it goes without.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache

from kakekomi.check.exit_status import ExitStatus
from kakekomi.check.labels import Labels
from kakekomi.check.language import Language
from kakekomi.check.outcome import Problem, attempt
from kakekomi.facts.gap import Gap, What, Why
from kakekomi.facts.scanner import ContentScanner
from kakekomi.facts.subject import Kind, SubjectFacts
from kakekomi.guide.answer import answer_in
from kakekomi.guide.case import Case
from kakekomi.guide.document import VerdictDocument
from kakekomi.guide.situation import Situations
from kakekomi.judge.engine import Judge
from kakekomi.judge.verdict import Judgement
from kakekomi.packs import model
from kakekomi.packs.content import content_scanner
from kakekomi.packs.load import load_embedded
from kakekomi.packs.model import Pack

Result = VerdictDocument | Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class PackChoice:
    """Which knowledge to judge by. Picklable: each process loads its own."""

    path: str | None = None
    """Folder or built file; None: the one that came with the program."""
    key: str | None = None
    """File of a public key to trust besides the known ones."""
    is_unsigned_allowed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Judging:
    """All that verdicts depend on besides the facts. Picklable."""

    choice: PackChoice
    language: Language
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Collected:
    """What one input gave: facts to judge, a problem to tell, or (after a crash) both."""

    facts: tuple[SubjectFacts, ...] = ()
    problem: Problem | None = None


def now() -> datetime:
    """The moment of the check, to the second: more would only look exact."""
    return datetime.now(UTC).replace(microsecond=0)


def collect(
    action: Callable[[], SubjectFacts], *, name: str, kind: Kind, bad_input: str
) -> Collected:
    """Facts of one input; a crash of ours leaves a subject of which nothing is known."""
    result = attempt(action, name=name, bad_input=bad_input)
    if isinstance(result, SubjectFacts):
        return Collected(facts=(result,))
    if not result.is_ours:
        return Collected(problem=result)
    return Collected(facts=(_unknown(result, name=name, kind=kind),), problem=result)


_WHAT = {Kind.MAIL: What.MAIL, Kind.PC: What.PC, Kind.REPORT: What.REPORT, Kind.CASE: What.PC}


def _unknown(problem: Problem, *, name: str, kind: Kind) -> SubjectFacts:
    gap = Gap(what=_WHAT[kind], why=Why.FAILED, detail=problem.reason)
    return SubjectFacts(subject=name, kind=kind, rows=(gap,))


def conclude(collected: Sequence[Collected], judging: Judging) -> list[Result]:
    """Problems and verdicts in the order of the inputs."""
    return conclude_in_all(collected, [judging])[0]


def conclude_in_all(
    collected: Sequence[Collected], judgings: Sequence[Judging]
) -> list[list[Result]]:
    """The same in several languages: judged once, by the first of these, and told in each."""
    subjects = [facts for one in collected for facts in one.facts]
    verdicts = list(_judged(subjects, judgings[0].choice))
    return [_told(collected, verdicts, judging) for judging in judgings]


def _told(
    collected: Sequence[Collected], verdicts: Iterable[Judgement | Problem], judging: Judging
) -> list[Result]:
    left = iter(verdicts)
    results: list[Result] = []
    for one in collected:
        if one.problem is not None:
            results.append(one.problem)
        for facts in one.facts:
            results.extend(_answers(facts, next(left), judging))
    return results


def _judged(subjects: Sequence[SubjectFacts], choice: PackChoice) -> Sequence[Judgement | Problem]:
    together = attempt(lambda: _judge(choice).judge(subjects), name="", bad_input="problem.crash")
    if not isinstance(together, Problem):
        return together
    return [_judged_alone(facts, choice) for facts in subjects]


def _judged_alone(facts: SubjectFacts, choice: PackChoice) -> Judgement | Problem:
    def alone() -> Judgement:
        with Judge(load_pack(choice)) as judges:
            return judges.judge((facts,))[0]

    return attempt(alone, name=facts.subject, bad_input="problem.crash")


@cache
def _judge(choice: PackChoice) -> Judge:
    """Its database is kept for the life of the process: making it costs more than a verdict."""
    return Judge(load_pack(choice))


def _answers(
    facts: SubjectFacts, verdict: Judgement | Problem, judging: Judging
) -> Iterator[Result]:
    if isinstance(verdict, Problem):
        yield _ours(verdict)
        return
    language = model.Language(judging.language)
    result = attempt(
        lambda: answer_in(
            _situations(judging.choice), verdict, facts, language=language, now=judging.now
        ),
        name=facts.subject,
        bad_input="problem.crash",
    )
    yield _ours(result) if isinstance(result, Problem) else result


def _ours(problem: Problem) -> Problem:
    """Past the collecting nothing is the input's fault any more."""
    return Problem(
        name=problem.name,
        key="problem.crash",
        reason=problem.reason,
        status=ExitStatus.OUR_FAULT,
    )


@cache
def _situations(choice: PackChoice) -> Situations:
    """As above, for the queries of the guide."""
    return Situations(Case(load_pack(choice)))


@cache
def load_pack(choice: PackChoice) -> Pack:
    """The chosen pack, once a process.

    Raises:
        ConfigurationError: it is not signed by a trusted key, or has faults.
    """
    if choice.path is None:
        return load_embedded()
    from kakekomi.check.foreign_pack import load_foreign  # noqa: PLC0415  signatures cost 60 ms

    return load_foreign(choice.path, key=choice.key, unsafe_unsigned=choice.is_unsigned_allowed)


@cache
def load_scanner(choice: PackChoice) -> ContentScanner:
    """The pack's content rules, compiled once a process."""
    return content_scanner(load_pack(choice))


def warm_up(choice: PackChoice) -> None:
    """Load all that judging needs, so that no subject pays for it."""
    load_all(choice)
    list(load_scanner(choice)(b"warm"))


def load_all(choice: PackChoice) -> None:
    """The same without a scan, which would start a thread: a process that has one can't divide."""
    load_scanner(choice)
    _judge(choice)
    _situations(choice)


def labels_of(choice: PackChoice, language: Language) -> Labels:
    """Titles of the pack's patterns and stages."""
    pack, wanted = load_pack(choice), model.Language(language)
    return Labels(
        patterns={query.id: query.title.of(wanted) for query in pack.patterns},
        stages={query.id: query.title.of(wanted) for query in pack.stages},
        sender_cases={
            rule.id: f"sender.{rule.sender_case}" for rule in pack.rules if rule.sender_case
        },
    )
