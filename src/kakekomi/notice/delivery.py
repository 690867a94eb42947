"""Hand one mail to a server so that it is known, as far as SMTP allows, whether the server has it.

Until the dot that ends the mail a server must throw away what it got when the line breaks, so up
to there everything may be tried again. After the dot only the server's answer tells. So the dot is
sent apart, after the caller has written down that it is about to be: the doubt is confined to the
time between that dot and the answer.

Source: RFC 5321 sections 4.1.1.4, 4.2.5 and 4.5.3.2 (time-outs); RFC 1047 (why mails are doubled)
"""

import re
import smtplib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

REPLY_S: Final = 300.0
"""RFC 5321 asks for five minutes of patience with each answer."""

FINAL_REPLY_S: Final = 600.0
"""And for ten after the last dot: who hangs up earlier makes the doubles."""

MAX_ANSWER_CHARS: Final = 300
"""Of the server's words; enough to know why."""

LEADING_DOT: Final = re.compile(rb"^\.", re.MULTILINE)
"""Takes ``b".a"``; refuses ``b"a."``."""

DOT: Final = b".\r\n"

OK: Final = 2
TEMPORARY: Final = 4
PERMANENT: Final = 5
"""First digits of answers."""

CLOSING: Final = 421
"""The server is about to hang up."""

GO_AHEAD: Final = 354
"""The server waits for the mail."""


class Outcome(StrEnum):
    """What became of a mail."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    """For good."""
    SENDER_REFUSED = "sender_refused"
    """The server does not take mails from this sender, whoever they are for."""
    DEFERRED = "deferred"
    LINE_LOST = "line_lost"
    """The line broke before the last dot: the server does not have it."""
    DOUBT = "doubt"
    """It broke after the last dot."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """What became of a mail, and the server's words."""

    outcome: Outcome
    answer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long to wait for answers."""

    reply_s: float = REPLY_S
    final_reply_s: float = FINAL_REPLY_S


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A mail for one recipient."""

    sender: str
    recipient: str
    data: bytes


def deliver(
    client: smtplib.SMTP,
    letter: Letter,
    before_dot: Callable[[], None],
    patience: Patience = Patience(),
) -> Delivery:
    """Hand it over; what ``before_dot`` raises comes through, and the mail is then not sent.

    After LINE_LOST and DOUBT, and whenever this raises, the line must be closed.
    """
    try:
        _wait(client, patience.reply_s)
        refused = _offer(client, letter)
        if refused is not None:
            return refused
        client.send(_stuffed(letter.data))
    except (OSError, smtplib.SMTPException) as error:
        return Delivery(outcome=Outcome.LINE_LOST, answer=_words(error))
    before_dot()
    try:
        _wait(client, patience.final_reply_s)
        client.send(DOT)
        code, answer = client.getreply()
    except (OSError, smtplib.SMTPException) as error:
        return Delivery(outcome=Outcome.DOUBT, answer=_words(error))
    return Delivery(outcome=_final(code), answer=_said(code, answer))


def _offer(client: smtplib.SMTP, letter: Letter) -> Delivery | None:
    """Sender and recipient; None if the server waits for the mail."""
    steps = (
        (f"MAIL FROM:<{letter.sender}>", Outcome.SENDER_REFUSED),
        (f"RCPT TO:<{letter.recipient}>", Outcome.REFUSED),
        ("DATA", Outcome.REFUSED),
    )
    for command, refusal in steps:
        code, answer = client.docmd(command)
        if code == GO_AHEAD or (code // 100 == OK and command != "DATA"):
            continue
        if code == CLOSING or code // 100 not in {TEMPORARY, PERMANENT}:
            return Delivery(outcome=Outcome.LINE_LOST, answer=_said(code, answer))
        # Some servers hang up after they refuse; the refusal counts all the same.
        with suppress(OSError, smtplib.SMTPException):
            client.rset()
        outcome = Outcome.DEFERRED if code // 100 == TEMPORARY else refusal
        return Delivery(outcome=outcome, answer=_said(code, answer))
    return None


def _final(code: int) -> Outcome:
    by_digit = {OK: Outcome.ACCEPTED, TEMPORARY: Outcome.DEFERRED, PERMANENT: Outcome.REFUSED}
    return by_digit.get(code // 100, Outcome.DOUBT) if code > 0 else Outcome.DOUBT


def _wait(client: smtplib.SMTP, seconds: float) -> None:
    if client.sock is not None:
        client.sock.settimeout(seconds)


def _stuffed(data: bytes) -> bytes:
    ended = data if data.endswith(b"\r\n") else data + b"\r\n"
    return LEADING_DOT.sub(b"..", ended)


def _said(code: int, answer: bytes) -> str:
    return f"{code} {answer.decode('utf-8', 'replace')}"[:MAX_ANSWER_CHARS]


def _words(error: Exception) -> str:
    return f"{error!s}"[:MAX_ANSWER_CHARS]
