"""Send an approved notice: one mail each, at a bounded rate, each exactly once even when killed.

Nothing is sent without an approval of exactly this notice. The record says before each last dot
that it goes out, and after the answer what came of it. A later run goes on where the record ends;
what stood at "sending" is in doubt, and stays so until somebody settles it (``settle``): sending it
again might tell somebody twice, leaving it might tell them never, and only the server knows.
"""

import time
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final

from kakekomi.facts.errors import NotPermittedError, UnavailableError
from kakekomi.notice.delivery import Delivery, Letter, Outcome, Patience, deliver
from kakekomi.notice.mail_server import Line, MailServer
from kakekomi.notice.message import message, message_id
from kakekomi.notice.notice import Approval, Notice, Recipient, holds
from kakekomi.notice.record import SENDABLE, Event, Events, State

MAX_ROUNDS: Final = 4
"""How often deferred mails are tried in one run; the next run tries again."""

MAX_LOST_LINES: Final = 8
"""In a row: then the server is not there, or does not want us."""

MAX_LOST_PER_MAIL: Final = 2
"""Then the mail is put off, so that one that breaks the line does not stop the others."""

MAX_REFUSED_IN_A_ROW: Final = 20
"""A server that refuses everything refuses us, and each more makes our name worse."""

PER_MINUTE: Final = 30
"""Mails; providers of small offices allow some hundreds to two thousand an hour."""

STATES: Final = {
    Outcome.ACCEPTED: State.SENT,
    Outcome.REFUSED: State.REFUSED,
    Outcome.SENDER_REFUSED: State.DEFERRED,
    Outcome.DEFERRED: State.DEFERRED,
    Outcome.LINE_LOST: State.DEFERRED,
    Outcome.DOUBT: State.UNCERTAIN,
}
"""What an attempt leaves somebody in."""


class EverythingRefusedError(UnavailableError):
    """The server took none of many in a row; only a person can find out why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """The machine's clocks."""

    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    monotonic_s: Callable[[], float] = time.monotonic
    sleep_s: Callable[[float], None] = time.sleep


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How fast, and how patient."""

    per_minute: int = PER_MINUTE
    retry_s: float = 60.0
    """Before deferred mails are tried again; doubled each time. Grey-listing asks for minutes."""
    rounds: int = MAX_ROUNDS
    rest_s: float = 0.0
    """How long somebody who was deferred is left alone; for whoever sends in many short runs."""
    patience: Patience = field(default_factory=Patience)
    clock: Clock = field(default_factory=Clock)


class Sending:
    """One run."""

    def __init__(
        self, notice: Notice, approval: Approval | None, record: Events, pace: Pace | None = None
    ) -> None:
        """Nothing is sent yet.

        Raises:
            NotPermittedError: the notice is not approved as it is.
        """
        if not holds(approval, notice):
            raise NotPermittedError("this notice is not approved as it is now")
        self._notice = notice
        self._digest = notice.digest
        self._record = record
        self._pace = pace or Pace()
        self._clock = self._pace.clock
        self._next_s = 0.0
        self._refused = 0
        self._lost = 0

    def run(self, server: MailServer, secret: str = "") -> Generator[Event, None, None]:
        """Send; gives each event that ends an attempt, after it is on the disk.

        Whoever has had enough closes it: the line is hung up between two mails.

        Raises:
            LineRefusedError: the line is not safe, or the log-in is refused.
            NotPermittedError: the sender is refused.
            EverythingRefusedError: the server refuses one after the other.
            UnavailableError: the server is gone.
        """
        hello = self._notice.sender_address.rpartition("@")[2]
        line = Line(server, secret, hello=hello, sleep_s=self._clock.sleep_s)
        try:
            yield from self._in_doubt()
            for number in range(self._pace.rounds):
                left = self.left()
                if not left:
                    break
                if number:
                    line.say_goodbye()
                    self._clock.sleep_s(self._pace.retry_s * 2 ** (number - 1))
                for recipient in left:
                    yield self._send(recipient, line)
        finally:
            line.hang_up()

    def left(self) -> Sequence[Recipient]:
        """Who is still to be sent to."""
        latest = self._record.latest()
        return [one for one in self._notice.recipients if self._is_due(latest.get(one.address))]

    def _is_due(self, event: Event | None) -> bool:
        if event is None or event.state is State.NOT_SENT:
            return True
        rested_at = event.at + timedelta(seconds=self._pace.rest_s)
        return event.state in SENDABLE and rested_at <= self._clock.now()

    def _in_doubt(self) -> Iterator[Event]:
        """What an earlier run was sending when it ended."""
        for event in self._record.latest().values():
            if event.state is State.SENDING:
                yield self._note(
                    event.address,
                    State.UNCERTAIN,
                    identifier=event.message_id,
                    detail="the program ended before the server's answer was written down",
                )

    def _send(self, recipient: Recipient, line: Line) -> Event:
        self._keep_pace()
        delivery = Delivery(outcome=Outcome.LINE_LOST)
        for _ in range(MAX_LOST_PER_MAIL):
            delivery = self._attempt(recipient, line)
            if delivery.outcome is not Outcome.LINE_LOST:
                break
        event = self._note(recipient.address, STATES[delivery.outcome], detail=delivery.answer)
        self._look(delivery, line)
        return event

    def _attempt(self, recipient: Recipient, line: Line) -> Delivery:
        client = line.client()
        letter = Letter(
            sender=_path(self._notice.sender_address),
            recipient=_path(recipient.address),
            data=message(self._notice, recipient, at=self._clock.now(), digest=self._digest),
        )
        delivery = deliver(
            client,
            letter,
            lambda: self._begun(recipient),
            self._pace.patience,
        )
        is_broken = delivery.outcome in {Outcome.LINE_LOST, Outcome.DOUBT}
        self._lost = self._lost + 1 if is_broken else 0
        if is_broken:
            line.hang_up()
        return delivery

    def _begun(self, recipient: Recipient) -> None:
        self._note(recipient.address, State.SENDING)

    def _look(self, delivery: Delivery, line: Line) -> None:
        """Whether going on makes sense."""
        if delivery.outcome is Outcome.SENDER_REFUSED:
            raise NotPermittedError(f"the server refuses the sender: {delivery.answer}")
        if self._lost >= MAX_LOST_LINES:
            raise UnavailableError(f"{line.server.address}: {delivery.answer}")
        self._refused = self._refused + 1 if delivery.outcome is Outcome.REFUSED else 0
        if self._refused >= MAX_REFUSED_IN_A_ROW:
            raise EverythingRefusedError(f"the server refuses everything: {delivery.answer}")

    def _note(self, address: str, state: State, *, identifier: str = "", detail: str = "") -> Event:
        event = Event(
            at=self._clock.now(),
            address=address,
            state=state,
            message_id=identifier or message_id(self._notice, address, self._digest),
            digest=self._digest,
            detail=detail,
        )
        self._record.add(event)
        return event

    def _keep_pace(self) -> None:
        now = self._clock.monotonic_s()
        if now < self._next_s:
            self._clock.sleep_s(self._next_s - now)
        self._next_s = max(now, self._next_s) + 60.0 / self._pace.per_minute


def _path(address: str) -> str:
    """As SMTP wants it: a local part like ``a..b``, as old telephones had them, in quotes."""
    local, _, domain = address.rpartition("@")
    is_odd = ".." in local or local.startswith(".") or local.endswith(".")
    return f'"{local}"@{domain}' if is_odd else address
