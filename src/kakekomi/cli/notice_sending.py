"""``notice send``, ``settle``, ``bounces``, ``record`` and ``list``: what becomes of a notice."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Final

import msgspec

from kakekomi.check.exit_status import ExitStatus
from kakekomi.check.judging import now
from kakekomi.check.visible import visible
from kakekomi.cli.notice_commands import MAX_SHOWN, Desk, need_draft
from kakekomi.cli.notice_mails import mails
from kakekomi.cli.smtp_login import secret_of
from kakekomi.facts.errors import ConfigurationError, KakekomiError
from kakekomi.mail.mime import MAX_MAIL_BYTES
from kakekomi.notice.address_form import canonical
from kakekomi.notice.bounce import event_of, read_bounce
from kakekomi.notice.checker import MAILED
from kakekomi.notice.mail_server import LineRefusedError, LineTrouble, parse_server
from kakekomi.notice.record import REACHED, SCHEMA, Event, How, Record, State
from kakekomi.notice.sending import Pace, Sending
from kakekomi.notice.settle import Settle, found_in_log, in_doubt, settled

WAITING: Final = "waiting"
"""Of whom nothing is recorded."""

STATE_WORDS: Final[Mapping[str, str]] = {
    WAITING: "told.waiting",
    State.SENDING: "told.sending",
    State.SENT: "told.sent",
    State.REFUSED: "told.refused",
    State.DEFERRED: "told.deferred",
    State.UNCERTAIN: "told.uncertain",
    State.NOT_SENT: "told.not_sent",
    State.BOUNCED: "told.bounced",
    State.TOLD: "told.told",
}
"""Keys of the words for each state."""

WAY_WORDS: Final[Mapping[How, str]] = {
    How.MAIL: "how.mail",
    How.TELEPHONE: "how.telephone",
    How.PAPER: "how.paper",
    How.FAX: "how.fax",
    How.IN_PERSON: "how.in_person",
    How.WEB: "how.web",
    How.CHAT: "how.chat",
}
"""Keys of the words for each way."""

TROUBLE_WORDS: Final[Mapping[LineTrouble, str]] = {
    LineTrouble.CERTIFICATE_NAME: "unsafe.certificate_name",
    LineTrouble.CERTIFICATE_EXPIRED: "unsafe.certificate_expired",
    LineTrouble.CERTIFICATE_UNTRUSTED: "unsafe.certificate_untrusted",
    LineTrouble.NO_TLS: "unsafe.no_tls",
    LineTrouble.LOGIN: "unsafe.login",
}
"""Keys of the words for each trouble with the line to the server."""


class RecordDocument(msgspec.Struct, frozen=True, kw_only=True):
    """The answer of ``notice list`` for programs."""

    schema: str = SCHEMA
    counts: dict[str, int]
    people: tuple[Event, ...]
    """The last event of each."""
    waiting: tuple[str, ...]
    """Recipients of whom nothing is recorded."""


class Dispatch:
    """Sending and its record."""

    def __init__(self, desk: Desk) -> None:
        need_draft(desk)
        self._desk = desk
        self._folder = desk.folder

    def send(self, server: str, per_minute: int, settle: str) -> ExitStatus:
        """Send what is approved and not sent yet."""
        desk, notice = self._desk, self._folder.notice()
        if notice.kind not in MAILED:
            raise ConfigurationError(f"{notice.kind} is no mail; write down with: notice record")
        target = parse_server(server)
        refusals = desk.refusals(target.user)
        if refusals:
            desk.show(refusals)
            return ExitStatus.SUSPICIOUS
        with self._folder.record() as record:
            sending = Sending(notice, self._folder.approval(), record, Pace(per_minute=per_minute))
            self._settle(record, Settle(settle), by="")
            left = len(sending.left())
            secret = secret_of(target) if target.user and left else ""
            self._tell_earlier(record, notice.digest)
            try:
                for number, event in enumerate(sending.run(target, secret), 1):
                    desk.console.show_step(desk.console.asides("tell.step", done=number, of=left))
                    self._tell_event(event)
            except LineRefusedError as error:
                key = TROUBLE_WORDS[error.trouble]
                desk.console.tell(desk.console.asides(key, server=visible(target.host)))
            except KakekomiError as error:
                desk.console.tell(desk.console.asides("tell.stopped", reason=visible(str(error))))
            desk.console.end_progress()
            self._settle(record, Settle(settle), by="")
            return self._summary(record)

    def _tell_earlier(self, record: Record, digest: str) -> None:
        """Whoever has an earlier text does not get this one: nobody is told twice."""
        earlier = sum(
            event.state is State.SENT and event.digest != digest
            for event in record.latest().values()
        )
        if earlier:
            self._desk.console.tell(self._desk.console.asides("tell.earlier", count=earlier))

    def _tell_event(self, event: Event) -> None:
        if event.state not in {State.SENT, State.DEFERRED}:
            console = self._desk.console
            state = console.asides(STATE_WORDS[event.state])
            console.tell(f"{visible(event.address)}: {state} {visible(event.detail)}".rstrip())

    def _settle(self, record: Record, how: Settle, *, by: str) -> None:
        for event in in_doubt(record):
            is_sent = self._answer(event, how)
            if is_sent is not None:
                record.add(settled(event, is_sent=is_sent, by=by, at=now(), detail=how))

    def _answer(self, event: Event, how: Settle) -> bool | None:
        """Whether it was sent; None if nobody says."""
        if how in {Settle.AGAIN, Settle.SENT}:
            return how is Settle.SENT
        console = self._desk.console
        if how is Settle.LEAVE or not console.shows_progress:
            return None
        question = "tell.ask_sent"
        identifier = event.message_id
        if self._desk.is_yes(console.asides(question, name=visible(event.address), id=identifier)):
            return True
        question = "tell.ask_again"
        return False if self._desk.is_yes(console.asides(question)) else None

    def settle(self, addresses: Sequence[str], how: str, *, by: str, log: str | None) -> ExitStatus:
        """By the server's log, or by somebody's word."""
        with self._folder.record() as record:
            if log is not None:
                self._settle_by_log(record, log, by)
            choice = Settle(how)
            if addresses:
                self._settle_some(record, addresses, choice, by)
            elif log is None or choice is not Settle.LEAVE:
                self._settle(record, choice, by=by)
            return self._summary(record)

    def _settle_by_log(self, record: Record, log: str, by: str) -> None:
        """What the log names is sent; what it does not name stays in doubt."""
        with Path(log).open(encoding="utf-8", errors="replace") as lines:
            for event in list(found_in_log(lines, in_doubt(record))):
                record.add(settled(event, is_sent=True, by=by, at=now(), detail="server's log"))

    def _settle_some(self, record: Record, addresses: Sequence[str], how: Settle, by: str) -> None:
        if how not in {Settle.AGAIN, Settle.SENT}:
            raise ConfigurationError("say with --settle sent or --settle again what is so")
        latest = record.latest()
        for address in map(canonical, addresses):
            if address not in latest:
                raise ConfigurationError(f"{address!r} is not in the record")
            is_sent = how is Settle.SENT
            record.add(settled(latest[address], is_sent=is_sent, by=by, at=now(), detail=how))

    def bounces(self, paths: Sequence[str]) -> ExitStatus:
        """Read mails; each that is a report about ours is written down."""
        with self._folder.record() as record:
            for data in mails(paths, self._desk.console, limit_bytes=MAX_MAIL_BYTES):
                bounce = read_bounce(data)
                event = event_of(bounce, record, at=now()) if bounce else None
                if event is not None:
                    record.add(event)
                    self._tell_event(event)
            return self._summary(record)

    def told(
        self, addresses: Sequence[str], how: str, *, by: str, at: datetime | None
    ) -> ExitStatus:
        """Write down who was told by another way; anybody, whether in the list or not."""
        when = at.astimezone() if at is not None else now()
        digest = self._folder.notice().digest
        with self._folder.record() as record:
            for address in addresses:
                name = canonical(address) if "@" in address else address.strip()
                record.add(
                    Event(
                        at=when, address=name, state=State.TOLD, how=How(how), by=by, digest=digest
                    )
                )
            return self._summary(record)

    def listed(self) -> ExitStatus:
        """Who was told, when and how."""
        with self._folder.record() as record:
            return self._summary(record, is_list=True)

    def _summary(self, record: Record, *, is_list: bool = False) -> ExitStatus:
        latest = record.latest()
        recipients = [one.address for one in self._folder.notice().recipients]
        waiting = tuple(address for address in recipients if address not in latest)
        counts = Counter(event.state.value for event in latest.values())
        counts[WAITING] = len(waiting)
        if self._desk.is_json:
            document = RecordDocument(
                counts={**{state.value: counts[state.value] for state in State}, **counts},
                people=tuple(latest.values()),
                waiting=waiting,
            )
            self._desk.console.write(msgspec.json.encode(document) + b"\n")
        else:
            self._say(latest, waiting, counts, is_list=is_list)
        is_open = waiting or any(event.state not in REACHED for event in latest.values())
        return ExitStatus.NOT_CHECKED if is_open else ExitStatus.NOTHING_FOUND

    def _say(
        self,
        latest: dict[str, Event],
        waiting: Sequence[str],
        counts: Counter[str],
        *,
        is_list: bool,
    ) -> None:
        say, words = self._desk.console.say, self._desk.words
        for event in latest.values():
            if is_list or event.state not in REACHED:
                say(self._line(event))
        for address in waiting[:MAX_SHOWN] if is_list else ():
            say(f"{visible(address)}  {words(STATE_WORDS[WAITING])}")
        parts = [
            words("tell.count", what=words(STATE_WORDS[state]), count=count)
            for state, count in sorted(counts.items())
            if count
        ]
        say(words("line.separator").join(parts) or words("tell.nobody"))
        if counts[State.UNCERTAIN] or counts[State.SENDING]:
            say(words("tell.how_to_settle"))
        if counts[State.BOUNCED] or counts[State.REFUSED]:
            say(words("tell.call_them"))

    def _line(self, event: Event) -> str:
        """By the clock of this machine; what a server said of a mail that it took is no news."""
        words = self._desk.words
        at = f"{event.at.astimezone():%Y-%m-%d %H:%M}"
        parts = [visible(event.address), at, words(STATE_WORDS[event.state])]
        parts.append(words(WAY_WORDS[event.how]))
        detail = "" if event.state in REACHED else event.detail
        parts += [visible(part) for part in (event.by, detail) if part]
        if event.state in {State.UNCERTAIN, State.SENDING}:
            parts.append(f"<{event.message_id}>")
        return "  ".join(parts)
