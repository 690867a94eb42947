from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kakekomi.drill.drill_log import DrillLog, Entry, What, log_of, read_log
from kakekomi.facts.case_tables import (
    Account,
    Action,
    CheckResult,
    Declaration,
    Notice,
    Partner,
    Pc,
)
from kakekomi.facts.errors import ParseError
from kakekomi.facts.row import Row
from kakekomi.facts.subject import Kind, SubjectFacts

AT = datetime(2022, 3, 8, 0, 0, tzinfo=UTC)


def make_facts(subject: str, *rows: Row) -> SubjectFacts:
    return SubjectFacts(subject=subject, kind=Kind.CASE, rows=rows)


def later(minutes: int) -> datetime:
    return AT + timedelta(minutes=minutes)


def test_a_log_is_read_as_it_was_written() -> None:
    entry = Entry(at=AT, what=What.STEP, subject="PC-1", detail="isolate-pc", by="鈴木")
    log = DrillLog(drill="drill-1", started_at=AT, entries=(entry,))

    assert read_log(msgspec.json.encode(log)) == log


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{}",
        b'{"drill":"a","schema":"kakekomi.drill-log/2"}',
        b'{"drill":"a","started_at":"2022-03-08T09:00:00"}',
        b'{"drill":"a","entries":[{"at":"2022-03-08T09:00:00Z","what":"?","subject":"a"}]}',
    ],
)
def test_what_is_no_log_is_a_parse_error(data: bytes) -> None:
    with pytest.raises(ParseError):
        read_log(data)


@given(st.binary())
def test_any_bytes_are_a_log_or_a_parse_error(data: bytes) -> None:
    with pytest.raises(ParseError):
        read_log(data)


def test_it_begins_when_it_says_or_with_the_first_entry() -> None:
    entry = Entry(at=later(5), what=What.NAMED, subject="a")

    assert DrillLog(drill="", started_at=AT, entries=(entry,)).began_at == AT
    assert DrillLog(drill="", entries=(entry,)).began_at == later(5)
    assert DrillLog(drill="").began_at is None


def test_a_case_gives_its_log_in_the_order_of_time() -> None:
    case = (
        make_facts(
            "pc-1",
            Pc(hostname="MIDORI-01"),
            CheckResult(kind="pc", verdict="detected", checked_at=later(10)),
            Action(kind="isolate_network", status="verified", at=later(12)),
            Action(kind="end_process", target="C:\\a.dll", status="applied", at=later(30)),
            Action(kind="end_process", target="C:\\b.dll", status="planned", at=later(31)),
        ),
        make_facts(
            "acc", Account(pc="pc-1"), Declaration(step="change-mail-password", at=later(40))
        ),
        make_facts(
            "partner-7",
            Partner(address="p@partner.example"),
            Notice(kind="partners", status="sent", at=later(60)),
        ),
        make_facts(
            "case",
            Notice(kind="internal", status="sent", at=later(20)),
            Notice(kind="public", status="draft", at=later(21)),
        ),
        make_facts("mail", CheckResult(kind="mail", verdict="detected", checked_at=later(1))),
    )

    log = log_of(case, drill="drill-1", started_at=AT)

    assert [(one.at, one.what, one.subject, one.detail) for one in log.entries] == [
        (later(10), What.CHECKED, "MIDORI-01", "detected"),
        (later(12), What.STEP, "MIDORI-01", "isolate-pc"),
        (later(20), What.STEP, "case", "warn-colleagues"),
        (later(20), What.TOLD, "case", "internal"),
        (later(30), What.STEP, "MIDORI-01", "end-and-quarantine"),
        (later(30), What.TOUCHED, "MIDORI-01", "C:\\a.dll"),
        (later(40), What.STEP, "MIDORI-01", "change-mail-password"),
        (later(60), What.TOLD, "p@partner.example", "partners"),
    ]
