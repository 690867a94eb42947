"""The boundary around each subject: a crash of ours is named, and the others go on."""

from datetime import UTC, datetime

from kakekomi.check.exit_status import ExitStatus
from kakekomi.check.judging import Collected, Judging, PackChoice, collect, conclude, labels_of
from kakekomi.check.language import Language
from kakekomi.check.outcome import Problem
from kakekomi.facts.errors import ParseError
from kakekomi.facts.gap import Gap, What, Why
from kakekomi.facts.mail_tables import Message
from kakekomi.facts.subject import Kind, SubjectFacts
from kakekomi.guide.document import VerdictDocument

JUDGING = Judging(choice=PackChoice(), language=Language.EN, now=datetime(2022, 3, 7, tzinfo=UTC))
GOOD = SubjectFacts(subject="good", kind=Kind.MAIL, rows=(Message(subject_line="x"),))


def _crash() -> SubjectFacts:
    raise KeyError("broken")


def _refuse() -> SubjectFacts:
    raise ParseError("no mail")


def _collect(action: object) -> Collected:
    return collect(
        action,  # type: ignore[arg-type]
        name="a.eml",
        kind=Kind.MAIL,
        bad_input="problem.not_mail",
    )


def test_input_that_is_refused_leaves_a_problem_and_no_subject() -> None:
    assert _collect(_refuse) == Collected(
        problem=Problem(name="a.eml", key="problem.not_mail", reason="no mail")
    )


def test_a_crash_leaves_a_problem_and_a_subject_that_says_so() -> None:
    one = _collect(_crash)

    assert one.problem is not None
    assert one.problem.status is ExitStatus.OUR_FAULT
    assert one.facts == (
        SubjectFacts(
            subject="a.eml",
            kind=Kind.MAIL,
            rows=(Gap(what=What.MAIL, why=Why.FAILED, detail=one.problem.reason),),
        ),
    )


def test_the_crashed_subject_is_not_checked_and_the_others_are() -> None:
    crashed, good = _collect(_crash), Collected(facts=(GOOD,))

    results = conclude([crashed, good, _collect(_refuse)], JUDGING)

    problem, unknown, known, refused = results
    assert isinstance(problem, Problem)
    assert problem.key == "problem.crash"
    assert isinstance(unknown, VerdictDocument)
    assert (unknown.subject, unknown.verdict) == ("a.eml", "not_checked")
    assert isinstance(known, VerdictDocument)
    assert (known.subject, known.verdict) == ("good", "nothing_found")
    assert refused == Problem(name="a.eml", key="problem.not_mail", reason="no mail")


def test_the_pack_names_its_patterns_and_stages_in_the_language() -> None:
    japanese = labels_of(PackChoice(), Language.JA)

    assert japanese.pattern("received_only") != "received_only"
    assert japanese.stage("infected") != "infected"
    assert japanese.pattern("unknown") == "unknown"
