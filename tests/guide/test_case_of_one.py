import pytest

from guide.cases import NOW, make_answer, make_judgement, make_subject
from kakekomi.facts.case_tables import CheckResult, Finding, Organization, Pc
from kakekomi.facts.gap import Gap, What, Why
from kakekomi.facts.pc_tables import OsVersion, SystemInfo
from kakekomi.facts.report_tables import AvScan, AvThreat, EmocheckReport
from kakekomi.facts.row import Row
from kakekomi.facts.subject import Kind, SubjectFacts
from kakekomi.guide.case_of_one import case_of_answers, case_of_one
from kakekomi.judge.verdict import Evidence, Verdict
from kakekomi.judge.verdict import Finding as JudgedFinding

ORGANIZATION = make_subject("case", Organization(name=""))
NOT_WINDOWS = Gap(what=What.PC, why=Why.NOT_APPLICABLE)


def of_one(*rows: Row, kind: Kind, verdict: Verdict = Verdict.DETECTED) -> SubjectFacts:
    facts = make_subject("it", *rows, kind=kind)
    checked, organization = case_of_one(make_judgement(verdict, kind=kind), facts, (), now=NOW)
    assert organization == ORGANIZATION
    return checked


def test_a_mail_becomes_its_rows_the_answers_and_the_result_with_its_findings() -> None:
    found = JudgedFinding(
        rule="mail/x",
        weight_db=8.0,
        attack=(),
        evidence=(Evidence("attachment", "name", "a"),),
        values={},
    )
    judgement = make_judgement(Verdict.SUSPICIOUS, kind=Kind.MAIL, findings=(found,))
    said = make_answer("opened", "no")

    case = case_of_one(judgement, make_subject("it", kind=Kind.MAIL), (said,), now=NOW)

    result = CheckResult(kind="mail", verdict="suspicious", checked_at=NOW)
    rows = (said, result, Finding(rule="mail/x", weight_db=8.0))
    assert case == (make_subject("it", *rows, kind=Kind.MAIL), ORGANIZATION)


@pytest.mark.parametrize(
    ("rows", "pc"),
    [
        pytest.param((), Pc(hostname="it"), id="nothing known"),
        pytest.param((SystemInfo(hostname="PC-1"),), Pc(hostname="PC-1"), id="name known"),
        pytest.param((NOT_WINDOWS,), Pc(hostname="it", platform="other"), id="not Windows"),
        pytest.param(
            (OsVersion(platform="darwin"), NOT_WINDOWS),
            Pc(hostname="it", platform="darwin"),
            id="a Mac",
        ),
    ],
)
def test_a_checked_pc_is_a_pc_of_the_case(rows: tuple[Row, ...], pc: Pc) -> None:
    assert of_one(*rows, kind=Kind.PC).of(Pc) == (pc,)


def test_a_pc_that_the_case_knows_already_is_not_added_again() -> None:
    known = Pc(hostname="PC-1", person="sato")

    assert of_one(known, kind=Kind.PC).of(Pc) == (known,)


@pytest.mark.parametrize(
    ("rows", "tool", "scope"),
    [
        pytest.param((EmocheckReport(hostname="PC-1"),), "emocheck", None, id="EmoCheck"),
        pytest.param((AvScan(product="clamav", scope="full"),), "clamav", "full", id="full scan"),
        pytest.param((AvScan(product="defender"),), "defender", None, id="scope not known"),
        pytest.param((AvThreat(product="defender", name="x"),), "defender", None, id="threat"),
        pytest.param((), "unknown", None, id="nothing read"),
    ],
)
def test_a_report_says_which_tool_it_is_from(
    rows: tuple[Row, ...], tool: str, scope: str | None
) -> None:
    expected = CheckResult(
        kind="report", tool=tool, verdict="detected", scope=scope, checked_at=NOW
    )

    assert of_one(*rows, kind=Kind.REPORT).of(CheckResult) == (expected,)


def test_a_report_names_the_pc_it_is_about() -> None:
    report = EmocheckReport(hostname="PC-1")

    assert of_one(report, kind=Kind.REPORT).of(Pc) == (Pc(hostname="PC-1"),)


def test_answers_alone_make_a_case_of_whoever_answered() -> None:
    said = make_answer("our_name", "yes")

    assert case_of_answers((said,)) == (make_subject("you", said), ORGANIZATION)
