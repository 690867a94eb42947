"""A real SMTP server on this machine that takes mails, or fails in a way that a test asks for."""

import asyncio
import re
import socket
import ssl
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

OUR_ID = re.compile(rb"^Message-ID:\s*<([^>]+)>", re.MULTILINE | re.IGNORECASE)


class Fault(StrEnum):
    """What the server does with one attempt."""

    NONE = "none"
    DROP_AT_RCPT = "drop at RCPT"
    STALL_AT_RCPT = "stall at RCPT"
    TEMPORARY = "450 at RCPT"
    PERMANENT = "550 at RCPT"
    PERMANENT_AND_DROP = "550 at RCPT, and hang up"
    TEMPORARY_AT_END = "451 after the dot"
    PERMANENT_AT_END = "554 after the dot"
    TAKE_AND_DROP = "take the mail and hang up"
    DROP_AT_END = "hang up after the dot without taking the mail"
    TAKE_AND_STALL = "take the mail and say nothing"


Plan = Callable[[str, int], Fault]
"""What to do with the nth attempt (from 1) for a recipient."""


def no_fault(_recipient: str, _attempt: int) -> Fault:
    return Fault.NONE


@dataclass
class Postbox:
    """What the server took, and how it behaves; the handler of the server."""

    plan: Plan = no_fault
    stall_s: float = 30.0
    on_taken: Callable[[str, str], None] = lambda _address, _id: None
    received: list[tuple[str, str]] = field(default_factory=list)
    """Recipient and Message-ID of each mail that it took responsibility for."""
    mails: list[bytes] = field(default_factory=list)
    envelopes: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    attempts: Counter[str] = field(default_factory=Counter)
    hellos: list[str] = field(default_factory=list)
    hangs_up_next: bool = False
    faults: dict[str, Fault] = field(default_factory=dict)

    async def handle_EHLO(  # noqa: N802  named by the library
        self,
        _server: SMTP,
        session: Session,
        _envelope: Envelope,
        hostname: str,
        responses: list[str],
    ) -> list[str]:
        session.host_name = hostname
        self.hellos.append(hostname)
        return responses

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        self.attempts[address] += 1
        fault = self.plan(address, self.attempts[address])
        self.faults[address] = fault
        if fault is Fault.DROP_AT_RCPT:
            _hang_up(server)
        if fault is Fault.STALL_AT_RCPT:
            await asyncio.sleep(self.stall_s)
        if fault is Fault.TEMPORARY:
            return "450 4.2.1 later"
        if fault is Fault.PERMANENT_AND_DROP:
            self.hangs_up_next = True
        if fault in {Fault.PERMANENT, Fault.PERMANENT_AND_DROP}:
            return "550 5.1.1 nobody here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_RSET(  # noqa: N802
        self, server: SMTP, _session: Session, _envelope: Envelope
    ) -> str:
        if self.hangs_up_next:
            self.hangs_up_next = False
            _hang_up(server)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        fault = self.faults[envelope.rcpt_tos[0]]
        if fault is Fault.TEMPORARY_AT_END:
            return "451 4.3.0 later"
        if fault is Fault.PERMANENT_AT_END:
            return "554 5.7.1 not that"
        if fault is Fault.DROP_AT_END:
            _hang_up(server)
            return "250 unheard"
        self._take(envelope)
        if fault is Fault.TAKE_AND_DROP:
            _hang_up(server)
        if fault is Fault.TAKE_AND_STALL:
            await asyncio.sleep(self.stall_s)
        return "250 OK"

    def _take(self, envelope: Envelope) -> None:
        content = envelope.content
        assert isinstance(content, bytes)
        found = OUR_ID.search(content)
        assert found is not None
        self.mails.append(content)
        self.envelopes.append((str(envelope.mail_from), tuple(envelope.rcpt_tos)))
        for address in envelope.rcpt_tos:
            self.received.append((address, found[1].decode()))
            self.on_taken(address, found[1].decode())

    def counts(self) -> Counter[str]:
        """How often each recipient was sent to."""
        return Counter(address for address, _ in self.received)


def _free_port(host: str) -> int:
    with socket.socket() as free:
        free.bind((host, 0))
        return int(free.getsockname()[1])


def _hang_up(server: SMTP) -> None:
    if server.transport is not None:
        server.transport.close()


@dataclass
class OneLogin:
    """Takes one user with one password, and keeps what it was told."""

    user: str
    secret: str
    told: list[tuple[str, str]] = field(default_factory=list)

    def __call__(
        self,
        _server: SMTP,
        _session: Session,
        _envelope: Envelope,
        _mechanism: str,
        given: object,
    ) -> AuthResult:
        assert isinstance(given, LoginPassword)
        self.told.append((given.login.decode(), given.password.decode()))
        is_right = self.told[-1] == (self.user, self.secret)
        return AuthResult(success=is_right, handled=False)


@contextmanager
def serving_starttls(
    postbox: Postbox, tls: ssl.SSLContext, *, host: str, login: OneLogin | None = None
) -> Iterator[str]:
    """A server that turns to TLS and takes nothing before that."""
    controller = Controller(
        postbox,
        hostname=host,
        port=_free_port(host),
        ready_timeout=10,
        tls_context=tls,
        require_starttls=True,
        authenticator=login,
        auth_required=login is not None,
    )
    controller.start()
    try:
        yield f"smtp://{host}:{controller.port}"
    finally:
        controller.stop()


@contextmanager
def serving(
    postbox: Postbox, *, host: str = "127.0.0.1", tls: ssl.SSLContext | None = None
) -> Iterator[str]:
    """The server for as long as the block lasts; gives its address for ``--smtp``."""
    port = _free_port(host)
    controller = Controller(postbox, hostname=host, port=port, ready_timeout=10, ssl_context=tls)
    controller.start()
    try:
        yield f"{'smtps' if tls else 'smtp'}://{host}:{port}"
    finally:
        controller.stop()
