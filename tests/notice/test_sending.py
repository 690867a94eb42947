from collections.abc import Sequence
from pathlib import Path

import pytest

from kakekomi.facts.errors import NotPermittedError, UnavailableError
from kakekomi.notice.delivery import Patience
from kakekomi.notice.mail_server import parse_server
from kakekomi.notice.notice import Notice, Recipient
from kakekomi.notice.record import Event, Record, State
from kakekomi.notice.sending import Clock, Pace, Sending
from kakekomi.notice.settle import settled
from notice.notices import NOW, make_approval, make_notice
from notice.smtp_server import Fault, Postbox, serving

pytestmark = pytest.mark.enable_socket

PATIENT = Patience(reply_s=30.0, final_reply_s=30.0)
"""Longer than a busy machine takes."""

QUICK = Patience(reply_s=1.0, final_reply_s=1.0)
"""For servers that never answer."""

SILENT = {Fault.STALL_AT_RCPT, Fault.TAKE_AND_STALL}


def make_pace(
    slept: list[float] | None = None, patience: Patience = PATIENT, **changes: object
) -> Pace:
    """One that does not really sleep."""
    log = slept if slept is not None else []
    clock = Clock(now=lambda: NOW, monotonic_s=lambda: 0.0, sleep_s=log.append)
    return Pace(per_minute=60_000, clock=clock, patience=patience, **changes)  # type: ignore[arg-type]


def send(
    notice: Notice, place: Path, address: str, pace: Pace | None = None
) -> Sequence[tuple[str, State]]:
    with Record(place / "record.sqlite3") as record:
        sending = Sending(notice, make_approval(notice), record, pace or make_pace())
        return [(one.address, one.state) for one in sending.run(parse_server(address))]


def states(place: Path) -> dict[str, State]:
    with Record(place / "record.sqlite3") as record:
        return {address: event.state for address, event in record.latest().items()}


def test_each_recipient_gets_one_mail_of_their_own(tmp_path: Path) -> None:
    postbox, notice = Postbox(), make_notice(5)

    with serving(postbox) as address:
        sent = send(notice, tmp_path, address)

    everybody = [one.address for one in notice.recipients]
    assert sent == [(one, State.SENT) for one in everybody]
    assert postbox.envelopes == [(notice.sender_address, (one,)) for one in everybody]
    assert all(mail.count(b"@partner.example") == 1 for mail in postbox.mails)
    assert len({identifier for _, identifier in postbox.received}) == len(everybody)


def test_nothing_is_sent_without_an_approval_of_exactly_this(tmp_path: Path) -> None:
    notice, other = make_notice(2), make_notice(3)

    with Record(tmp_path / "record.sqlite3") as record:
        for approval in (None, make_approval(other)):
            with pytest.raises(NotPermittedError):
                Sending(notice, approval, record)


def test_a_second_run_sends_nothing_again(tmp_path: Path) -> None:
    postbox, notice = Postbox(), make_notice(3)

    with serving(postbox) as address:
        send(notice, tmp_path, address)
        again = send(notice, tmp_path, address)

    assert again == []
    assert set(postbox.counts().values()) == {1}


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        (Fault.TEMPORARY, State.SENT),
        (Fault.TEMPORARY_AT_END, State.SENT),
        (Fault.DROP_AT_RCPT, State.SENT),
        (Fault.STALL_AT_RCPT, State.SENT),
        (Fault.PERMANENT, State.REFUSED),
        (Fault.PERMANENT_AND_DROP, State.REFUSED),
        (Fault.PERMANENT_AT_END, State.REFUSED),
        (Fault.TAKE_AND_DROP, State.UNCERTAIN),
        (Fault.DROP_AT_END, State.UNCERTAIN),
        (Fault.TAKE_AND_STALL, State.UNCERTAIN),
    ],
)
def test_what_a_fault_leaves_a_recipient_in(tmp_path: Path, fault: Fault, expected: State) -> None:
    notice = make_notice(3)
    hit = notice.recipients[1].address
    postbox = Postbox(plan=lambda to, n: fault if to == hit and n == 1 else Fault.NONE)

    with serving(postbox) as address:
        patience = QUICK if fault in SILENT else PATIENT
        send(notice, tmp_path, address, make_pace(patience=patience))

    assert states(tmp_path) == {
        one.address: expected if one.address == hit else State.SENT for one in notice.recipients
    }
    assert max(postbox.counts().values()) == 1


def test_a_mail_in_doubt_is_not_sent_again_until_it_is_settled(tmp_path: Path) -> None:
    notice = make_notice(1)
    to = notice.recipients[0].address
    postbox = Postbox(plan=lambda _to, n: Fault.DROP_AT_END if n == 1 else Fault.NONE)

    with serving(postbox) as address:
        send(notice, tmp_path, address)
        assert send(notice, tmp_path, address) == []
        with Record(tmp_path / "record.sqlite3") as record:
            doubt = record.latest()[to]
            record.add(settled(doubt, is_sent=False, by="田中", at=NOW))
        assert send(notice, tmp_path, address) == [(to, State.SENT)]

    assert postbox.counts() == {to: 1}


def test_what_was_going_out_when_the_program_ended_is_in_doubt(tmp_path: Path) -> None:
    notice = make_notice(2)
    to = notice.recipients[0].address
    with Record(tmp_path / "record.sqlite3") as record:
        record.add(Event(at=NOW, address=to, state=State.SENDING, message_id="1@company.example"))
    postbox = Postbox()

    with serving(postbox) as address:
        sent = send(notice, tmp_path, address)

    assert sent == [(to, State.UNCERTAIN), (notice.recipients[1].address, State.SENT)]
    with Record(tmp_path / "record.sqlite3") as record:
        assert record.latest()[to].message_id == "1@company.example"


def test_a_deferred_mail_is_tried_again_with_growing_pauses(tmp_path: Path) -> None:
    slept: list[float] = []
    postbox = Postbox(plan=lambda _to, _n: Fault.TEMPORARY)

    with serving(postbox) as address:
        send(make_notice(1), tmp_path, address, make_pace(slept, rounds=3, retry_s=60.0))

    assert [pause for pause in slept if pause >= 1] == [60.0, 120.0]
    assert set(states(tmp_path).values()) == {State.DEFERRED}


def test_mails_are_spread_over_the_minute(tmp_path: Path) -> None:
    slept: list[float] = []
    clock = Clock(now=lambda: NOW, monotonic_s=lambda: 0.0, sleep_s=slept.append)

    with serving(Postbox()) as address:
        send(make_notice(3), tmp_path, address, Pace(per_minute=30, clock=clock, patience=PATIENT))

    assert slept == [2.0, 4.0]


def test_a_server_that_refuses_everything_is_left_in_peace(tmp_path: Path) -> None:
    postbox = Postbox(plan=lambda _to, _n: Fault.PERMANENT)

    with serving(postbox) as address, pytest.raises(UnavailableError, match="refuses everything"):
        send(make_notice(50), tmp_path, address)

    assert len(postbox.attempts) == 20


def test_a_server_that_always_hangs_up_is_given_up_and_nothing_is_lost(tmp_path: Path) -> None:
    postbox = Postbox(plan=lambda _to, _n: Fault.DROP_AT_RCPT)
    notice = make_notice(50)

    with serving(postbox) as address, pytest.raises(UnavailableError):
        send(notice, tmp_path, address)
    with Record(tmp_path / "record.sqlite3") as record:
        left = Sending(notice, make_approval(notice), record).left()

    assert left == list(notice.recipients)


def test_a_server_that_hangs_up_after_each_refusal_is_told_all_the_same(tmp_path: Path) -> None:
    notice = make_notice(12)
    odd = {one.address for number, one in enumerate(notice.recipients) if number % 2}
    postbox = Postbox(plan=lambda to, _n: Fault.PERMANENT_AND_DROP if to in odd else Fault.NONE)

    with serving(postbox) as address:
        send(notice, tmp_path, address)

    assert states(tmp_path) == {
        one.address: State.REFUSED if one.address in odd else State.SENT
        for one in notice.recipients
    }


def test_a_server_that_is_not_there_is_tried_some_times_with_pauses(tmp_path: Path) -> None:
    slept: list[float] = []
    with serving(Postbox()) as address:
        pass

    with pytest.raises(UnavailableError):
        send(make_notice(1), tmp_path, address, make_pace(slept))

    assert slept == [2.0, 4.0, 8.0, 16.0]
    assert states(tmp_path) == {}


def test_an_old_telephone_address_with_dots_is_taken_by_the_server(tmp_path: Path) -> None:
    notice = make_notice(recipients=(Recipient(address="a..b.@telephone.example"),))
    postbox = Postbox()

    with serving(postbox) as address:
        sent = send(notice, tmp_path, address)

    assert sent == [("a..b.@telephone.example", State.SENT)]
    assert postbox.envelopes == [(notice.sender_address, ("a..b.@telephone.example",))]
