"""A mail server for measurements: takes mails, fails at random, ends its client at given mails."""

import asyncio
import re
import socket
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random
from typing import Final, Self

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

OUR_ID: Final = re.compile(rb"^Message-ID:\s*<([^>]+)>", re.MULTILINE | re.IGNORECASE)

STALL_S: Final = 3.0
"""Longer than the sender of the measurement waits."""

FAULTS: Final = (
    ("450 at RCPT", 0.02),
    ("550 at RCPT", 0.01),
    ("hang up at RCPT", 0.01),
    ("stall at RCPT", 0.0005),
    ("451 after the dot", 0.01),
    ("take the mail and hang up", 0.005),
    ("hang up after the dot", 0.005),
    ("take the mail and stall", 0.0005),
)
"""How often each happens, of all attempts."""


class FaultyServer:
    """Serves while its block lasts."""

    def __init__(self, log: Path, kills: Sequence[int], random: Random) -> None:
        self.taken: Counter[str] = Counter()
        self.faults: Counter[str] = Counter()
        self.kills = 0
        self.kill: Callable[[], None] = lambda: None
        self._log = log
        self._left = list(kills)
        self._random = random
        self._refused: set[str] = set()
        self._fault = ""
        self._attempts = 0
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.address = f"smtp://127.0.0.1:{port}"
        self._controller = Controller(self, hostname="127.0.0.1", port=port)

    def __enter__(self) -> Self:
        self._controller.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._controller.stop()

    def is_refused(self, address: str) -> bool:
        """Whether it said that there is no such person."""
        return address in self._refused

    async def handle_RCPT(  # noqa: N802  named by the library
        self,
        server: SMTP,
        _session: Session,
        envelope: Envelope,
        address: str,
        _options: list[str],
    ) -> str:
        self._attempts += 1
        fault = self._fault = self._choose()
        self.faults[fault] += bool(fault)
        if self._is_time() and len(self._left) % 2:
            self._end()
        if fault == "450 at RCPT":
            return "450 4.2.1 later"
        if fault == "550 at RCPT":
            self._refused.add(address)
            return "550 5.1.1 nobody here"
        if fault == "hang up at RCPT":
            _hang_up(server)
        if fault == "stall at RCPT":
            await asyncio.sleep(STALL_S)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802
        self, server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        fault = self._fault
        if fault == "451 after the dot":
            return "451 4.3.0 later"
        if fault == "hang up after the dot":
            _hang_up(server)
            return "250 unheard"
        self._take(envelope)
        if self._is_time():
            self._end()
            await asyncio.sleep(0.2)
        if fault == "take the mail and hang up":
            _hang_up(server)
        if fault == "take the mail and stall":
            await asyncio.sleep(STALL_S)
        return "250 OK"

    def _take(self, envelope: Envelope) -> None:
        content = envelope.content
        found = OUR_ID.search(content if isinstance(content, bytes) else b"")
        if found is None:
            raise ValueError("a mail without an id")
        self.taken.update(envelope.rcpt_tos)
        with self._log.open("a") as log:
            log.write(f"cleanup: message-id=<{found[1].decode()}>\n")

    def _choose(self) -> str:
        roll = self._random.random()
        for name, share in FAULTS:
            if roll < share:
                return name
            roll -= share
        return ""

    def _is_time(self) -> bool:
        return bool(self._left) and self._attempts >= self._left[0]

    def _end(self) -> None:
        del self._left[0]
        self.kills += 1
        self.kill()


def _hang_up(server: SMTP) -> None:
    if server.transport is not None:
        server.transport.close()
