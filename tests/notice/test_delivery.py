import pytest

from kakekomi.facts.errors import UnavailableError
from kakekomi.notice.delivery import Delivery, Letter, Outcome, Patience, deliver
from kakekomi.notice.mail_server import connect, hang_up, parse_server
from kakekomi.notice.message import message
from notice.notices import NOW, make_notice
from notice.smtp_server import Fault, Postbox, serving

pytestmark = pytest.mark.enable_socket

NOTICE = make_notice(1)
LETTER = Letter(
    sender=NOTICE.sender_address,
    recipient=NOTICE.recipients[0].address,
    data=message(NOTICE, NOTICE.recipients[0], at=NOW),
)


def delivered(fault: Fault) -> tuple[Delivery, list[str]]:
    """What came of it, and whether the caller was told of the dot."""
    postbox, told = Postbox(plan=lambda _to, _n: fault), list[str]()
    with serving(postbox) as address:
        client = connect(parse_server(address), "", hello="company.example")
        seconds = 1.0 if fault in {Fault.STALL_AT_RCPT, Fault.TAKE_AND_STALL} else 30.0
        patience = Patience(reply_s=seconds, final_reply_s=seconds)
        delivery = deliver(client, LETTER, lambda: told.append("dot"), patience)
        hang_up(client)
    return delivery, told


@pytest.mark.parametrize(
    ("fault", "outcome", "told"),
    [
        (Fault.NONE, Outcome.ACCEPTED, ["dot"]),
        (Fault.TEMPORARY, Outcome.DEFERRED, []),
        (Fault.PERMANENT, Outcome.REFUSED, []),
        (Fault.DROP_AT_RCPT, Outcome.LINE_LOST, []),
        (Fault.STALL_AT_RCPT, Outcome.LINE_LOST, []),
        (Fault.TEMPORARY_AT_END, Outcome.DEFERRED, ["dot"]),
        (Fault.PERMANENT_AT_END, Outcome.REFUSED, ["dot"]),
        (Fault.TAKE_AND_DROP, Outcome.DOUBT, ["dot"]),
        (Fault.TAKE_AND_STALL, Outcome.DOUBT, ["dot"]),
    ],
)
def test_doubt_begins_with_the_dot_and_not_before(
    fault: Fault, outcome: Outcome, told: list[str]
) -> None:
    delivery, seen = delivered(fault)

    assert (delivery.outcome, seen) == (outcome, told)


def test_the_server_s_words_are_kept() -> None:
    delivery, _ = delivered(Fault.PERMANENT)

    assert delivery.answer == "550 5.1.1 nobody here"


def test_a_mail_whose_dot_can_not_be_written_down_is_not_sent() -> None:
    def fail() -> None:
        raise UnavailableError("disk full")

    postbox = Postbox()
    with serving(postbox) as address:
        client = connect(parse_server(address), "", hello="company.example")
        with pytest.raises(UnavailableError):
            deliver(client, LETTER, fail)
        hang_up(client)

    assert postbox.received == []
