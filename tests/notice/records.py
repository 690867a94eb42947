"""Made events."""

from kakekomi.notice.message import message_id
from kakekomi.notice.notice import Notice
from kakekomi.notice.record import Event, State
from notice.notices import NOW


def make_event(address: str = "p@partner.example", **changes: object) -> Event:
    """A mail that was sent."""
    values: dict[str, object] = {
        "at": NOW,
        "address": address,
        "state": State.SENT,
        "message_id": f"kakekomi-notice.{'a' * 40}@company.example",
    }
    return Event(**(values | changes))  # type: ignore[arg-type]


def make_sent(notice: Notice) -> tuple[Event, ...]:
    """All recipients were sent to."""
    return tuple(
        make_event(one.address, message_id=message_id(notice, one.address), digest=notice.digest)
        for one in notice.recipients
    )
