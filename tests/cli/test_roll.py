from datetime import UTC, datetime

import pytest

from cli.mails import make_result
from kakekomi.check.answer import MailResult
from kakekomi.cli import roll
from kakekomi.cli.roll import Person, Roll

HANAKO, JIRO = "hanako@company.example", "jiro@company.example"


def _roll(*results: MailResult, own_domains: tuple[str, ...] = ()) -> Roll:
    made = Roll(own_domains)
    for result in results:
        made.add(result)
    return made


def test_dangerous_mails_are_listed_the_worst_and_latest_first() -> None:
    days = [datetime(2022, 3, day, tzinfo=UTC) for day in (1, 2)]
    made = _roll(
        make_result("suspicious", subject="s1", date_at=days[0]),
        make_result("detected", subject="d0", date_at=None),
        make_result("nothing_found", subject="n"),
        make_result("detected", subject="d1", date_at=days[0]),
        make_result("detected", subject="d2", date_at=days[1]),
    )

    assert [entry.subject for entry in made.entries()] == ["d2", "d1", "d0", "s1"]
    assert made.entries()[0].titles == ("Encrypted ZIP",)


@pytest.mark.parametrize("is_before", [True, False])
def test_who_answered_a_dangerous_mail_is_known_wherever_the_answer_lies(
    *, is_before: bool
) -> None:
    mails = [
        make_result("detected", message_id="<1@x>"),
        make_result("nothing_found", message_id="<2@x>", in_reply_to="<1@x>", from_address=JIRO),
        make_result("nothing_found", message_id="<3@x>", in_reply_to="<2@x>", from_address="z@z"),
    ]

    (entry,) = _roll(*(reversed(mails) if is_before else mails)).entries()

    assert entry.answered_by == (JIRO,)


def test_people_are_those_who_received_or_answered_and_who_answered_comes_first() -> None:
    made = _roll(
        make_result("detected", recipients=(HANAKO, "x@partner.example"), message_id="<1>"),
        make_result("suspicious", recipients=(HANAKO,), message_id=""),
        make_result("nothing_found", in_reply_to="<1>", from_address="Jiro@company.example"),
        make_result("nothing_found", in_reply_to="", from_address=HANAKO),
        own_domains=("company.example",),
    )

    assert made.people() == [
        Person(address=JIRO, answered=1),
        Person(address=HANAKO, detected=1, suspicious=1),
    ]


def test_without_an_own_domain_everybody_is_listed() -> None:
    made = _roll(make_result("detected", recipients=(HANAKO, "x@partner.example")))

    assert [one.address for one in made.people()] == [HANAKO, "x@partner.example"]


def test_beyond_the_limit_mails_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(roll, "MAX_ENTRIES", 2)
    made = _roll(*(make_result("detected", subject=str(number)) for number in range(5)))

    assert len(made.entries()) == 2
    assert made.left_out == {"detected": 3, "suspicious": 0}


def test_a_verdict_without_a_trail_is_passed_over() -> None:
    assert _roll(MailResult(subject="x", verdict="detected")).entries() == []
