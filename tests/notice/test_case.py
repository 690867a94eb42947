from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from kakekomi.facts.case_tables import Account, CheckResult, Finding, Organization, Pc, Person
from kakekomi.facts.mail_tables import Message, Received
from kakekomi.facts.pc_setting_tables import MailAccount
from kakekomi.facts.row import Row
from kakekomi.facts.subject import Kind, SubjectFacts
from kakekomi.notice.case import statement_of, suspects_of
from kakekomi.notice.checker import Suspects
from kakekomi.notice.statement import Infection, Statement
from kakekomi.packs.model import Language
from notice.notices import NOTICES, PACK

EARLY = datetime(2022, 3, 7, 1, 0, tzinfo=UTC)
LATE = datetime(2022, 3, 8, 1, 0, tzinfo=UTC)


def make_facts(subject: str, *rows: Row, kind: Kind = Kind.CASE) -> SubjectFacts:
    return SubjectFacts(subject=subject, kind=kind, rows=rows)


def make_pc(name: str, *checks: tuple[str, datetime]) -> SubjectFacts:
    results = (CheckResult(kind="pc", verdict=verdict, checked_at=at) for verdict, at in checks)
    return make_facts(name, Pc(hostname=name, person=f"user of {name}"), *results)


def stated(*case: SubjectFacts, done: tuple[str, ...] = ()) -> Statement:
    return statement_of(case, PACK, NOTICES, Language.JA, done_steps=done)


def test_counts_dates_and_measures_are_those_of_the_case() -> None:
    statement = stated(
        make_facts("case", Organization(name="株式会社サンプル", pcs_total=3)),
        make_pc("A", ("detected", EARLY)),
        make_pc("B", ("nothing_found", LATE)),
        make_pc("C"),
        done=("isolate-pc",),
    )

    assert statement == Statement(
        organization="株式会社サンプル",
        found_on=date(2022, 3, 7),
        infection=Infection.CONFIRMED,
        infected_pcs=1,
        checked_pcs=2,
        measures=("感染の疑いのあるパソコンを、ネットワークから切り離しました。",),
        done_steps=("isolate-pc",),
    )


def test_a_day_is_one_where_people_are() -> None:
    late = datetime(2022, 3, 7, 23, 30, tzinfo=UTC)
    case = (make_pc("A", ("detected", late)),)
    japan = timezone(timedelta(hours=9))

    statement = statement_of(case, PACK, NOTICES, Language.JA, zone=japan)

    assert statement.found_on == date(2022, 3, 8)


@pytest.mark.parametrize(
    ("received_at", "day"),
    [
        (LATE, date(2022, 3, 8)),
        (None, date(2022, 3, 7)),
        (datetime(9999, 12, 31, 23, 59, tzinfo=UTC), date(9999, 12, 31)),
    ],
)
def test_the_mail_that_came_is_named_by_subject_and_day(
    received_at: datetime | None, day: date
) -> None:
    bad = CheckResult(kind="mail", verdict="detected")
    message = Message(subject_line="請求書の件", date_at=EARLY)
    case = (make_facts("1", bad, message, Received(position=0, received_at=received_at)),)
    japan = timezone(timedelta(hours=9))

    statement = statement_of(case, PACK, NOTICES, Language.JA, zone=japan)

    assert (statement.mail_subject, statement.mail_received_on) == ("請求書の件", day)


def test_not_found_is_said_only_if_every_pc_was_checked() -> None:
    whole = make_facts("case", Organization(name="", pcs_total=2))
    clean = [make_pc(name, ("nothing_found", LATE)) for name in "AB"]

    assert stated(whole, *clean).infection is Infection.NOT_FOUND
    assert stated(whole, clean[0]).infection is Infection.INVESTIGATING
    assert stated(*clean).infection is Infection.INVESTIGATING
    assert stated(whole, *clean, make_pc("C")).infection is Infection.INVESTIGATING


def test_the_marks_are_those_that_the_dangerous_mails_share() -> None:
    common, rare = PACK.rules[0], PACK.rules[1]
    bad = CheckResult(kind="mail", verdict="detected", checked_at=EARLY)
    good = CheckResult(kind="mail", verdict="nothing_found", checked_at=EARLY)

    statement = stated(
        make_facts("1", bad, Finding(rule=common.id), Finding(rule=rare.id)),
        make_facts("2", bad, Finding(rule=common.id)),
        make_facts("3", good, Finding(rule="mail/other"), Finding(rule=rare.id)),
    )

    positive = [rule.title.ja for rule in (common, rare) if rule.weight_db > 0]
    assert list(statement.spoof_marks) == positive


def test_a_pc_under_suspicion_its_accounts_and_its_user_do_not_send() -> None:
    case = (
        make_pc("KEIRI-PC", ("suspicious", EARLY)),
        make_facts("KEIRI-PC", MailAccount(username="t", program="Outlook", address="T@a.example")),
        make_pc("OTHER", ("detected", EARLY), ("nothing_found", LATE)),
        make_facts("acc", Account(pc="KEIRI-PC", identifier="shared@a.example")),
        make_facts("acc2", Account(pc="OTHER", identifier="free@a.example")),
        make_facts("user of KEIRI-PC", Person(name="田中", address="tanaka@a.example")),
        make_facts("user of OTHER", Person(name="佐藤", address="sato@a.example")),
    )

    assert suspects_of(case) == Suspects(
        addresses=frozenset({"t@a.example", "shared@a.example", "tanaka@a.example"}),
        hostnames=frozenset({"keiri-pc"}),
    )


def test_an_empty_case_says_only_that_nothing_is_known() -> None:
    assert stated() == Statement(infection=Infection.INVESTIGATING)
    assert suspects_of(()) == Suspects()
