from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kakekomi.notice.bounce import Action, Bounce, event_of, read_bounce
from kakekomi.notice.record import Event, Record, State
from notice.bounces import make_bounce, make_prose_bounce, make_reply
from notice.notices import NOW
from notice.records import make_event

OURS = f"kakekomi-notice.{'a' * 40}@company.example"


def test_a_report_names_our_mail_and_what_became_of_it() -> None:
    assert read_bounce(make_bounce(OURS)) == Bounce(
        message_id=OURS, action=Action.FAILED, detail="5.1.1"
    )


@pytest.mark.parametrize("action", list(Action))
def test_the_action_is_the_stated_one(action: Action) -> None:
    bounce = read_bounce(make_bounce(OURS, action=action))

    assert bounce is not None
    assert bounce.action is action


def test_prose_of_an_old_server_is_a_failure() -> None:
    bounce = read_bounce(make_prose_bounce(OURS))

    assert bounce is not None
    assert (bounce.message_id, bounce.action) == (OURS, Action.FAILED)


@pytest.mark.parametrize("sender", [b"MAILER-DAEMON <>", b"postmaster", b"<Postmaster@mx>"])
def test_a_machine_is_known_without_a_whole_address(sender: bytes) -> None:
    assert read_bounce(make_prose_bounce(OURS, sender=sender)) is not None


@pytest.mark.parametrize(
    "mail",
    [
        b"Return-Path: <>\r\nAuto-Submitted: auto-replied (vacation)\r\n" + make_reply(OURS),
        make_reply(OURS),
        make_prose_bounce(OURS, sender=b"P <p@partner.example>"),
        make_bounce("1@company.example"),
        make_bounce(f"kakekomi-notice.{'a' * 39}@company.example"),
        b"",
    ],
)
def test_an_answer_of_a_person_and_a_report_on_something_else_are_none(mail: bytes) -> None:
    assert read_bounce(mail) is None


def event_after(tmp_path: Path, state: State, action: Action) -> Event | None:
    with Record(tmp_path / "record.sqlite3") as record:
        record.add(make_event(state=state, message_id=OURS))
        return event_of(Bounce(message_id=OURS, action=action), record, at=NOW)


@pytest.mark.parametrize(
    ("state", "action", "becomes"),
    [
        (State.SENT, Action.FAILED, State.BOUNCED),
        (State.UNCERTAIN, Action.FAILED, State.BOUNCED),
        (State.UNCERTAIN, Action.DELIVERED, State.SENT),
        (State.SENT, Action.DELIVERED, None),
        (State.SENT, Action.DELAYED, None),
        (State.BOUNCED, Action.FAILED, None),
        (State.BOUNCED, Action.DELIVERED, None),
        (State.TOLD, Action.FAILED, None),
    ],
)
def test_what_a_report_changes(
    tmp_path: Path, state: State, action: Action, becomes: State | None
) -> None:
    event = event_after(tmp_path, state, action)

    assert (event.state if event else None) is becomes


def test_a_late_report_on_an_earlier_notice_changes_nothing(tmp_path: Path) -> None:
    with Record(tmp_path / "record.sqlite3") as record:
        record.add(make_event(message_id=OURS))
        record.add(make_event(message_id="kakekomi-notice.later"))

        assert event_of(Bounce(message_id=OURS, action=Action.FAILED), record, at=NOW) is None


def test_a_report_on_a_mail_that_was_never_sent_changes_nothing(tmp_path: Path) -> None:
    with Record(tmp_path / "record.sqlite3") as record:
        record.add(make_event(message_id="kakekomi-notice.other"))

        assert event_of(Bounce(message_id=OURS, action=Action.FAILED), record, at=NOW) is None


@given(st.binary(max_size=2048))
def test_any_bytes_are_a_report_or_none(data: bytes) -> None:
    read_bounce(data)
    read_bounce(make_bounce(OURS) + data)
