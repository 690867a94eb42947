"""Start the desk: prepare the data folder, then answer requests until somebody ends it.

One parent watches its children: processes that answer requests, all on one socket, and one that
does the work in the background. A child that dies is started again. Children end with the parent,
each by its own process id.
"""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final

from kakekomi.desk.keys import keep_to_ourselves
from kakekomi.desk.lifeline import start_child

LOOPBACK: Final = "127.0.0.1"
PORT: Final = 8110

LOOK_S: Final = 0.5
"""Between two looks at the children."""

PATIENCE_S: Final = 10.0
"""For a child to end by itself."""

RESTART_AFTER_S: Final = 1.0
"""A child that dies at once must not keep the machine busy."""


@dataclass(slots=True)
class Child:
    """One process under watch."""

    command: tuple[str, ...]
    passed: tuple[int, ...] = ()
    """File descriptors that it inherits."""
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)
    started_s: float = 0.0

    def start(self) -> None:
        """Start it, unless it runs or was started a moment ago."""
        now = time.monotonic()
        is_up = self.process is not None and self.process.poll() is None
        if is_up or now - self.started_s < RESTART_AFTER_S:
            return
        self.started_s = now
        self.process = start_child(self.command, self.passed)

    def end(self) -> None:
        """End it, by force if it does not listen."""
        if self.process is None or self.process.poll() is not None:
            return
        self.process.terminate()
        try:
            self.process.wait(PATIENCE_S)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def prepare() -> None:
    """Make or upgrade the tables."""
    import django  # noqa: PLC0415  the command line loads it for this command only
    from django.core.management import call_command  # noqa: PLC0415

    keep_to_ourselves()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kakekomi.desk.settings")
    django.setup()
    call_command("migrate", verbosity=0, interactive=False)


def listen(host: str, port: int) -> socket.socket:
    """Bind the socket that all children share.

    Raises:
        OSError: somebody else has the port.
    """
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind((host, port))
    listener.listen(1024)
    listener.set_inheritable(True)
    return listener


def watch(children: Sequence[Child], *, is_ended: Callable[[], bool]) -> None:
    """Keep all children running until the end is asked for, then end them."""
    try:
        while not is_ended():
            for child in children:
                child.start()
            time.sleep(LOOK_S)
    finally:
        for child in children:
            with suppress(OSError):
                child.end()


def serve(listener: socket.socket, *, workers: int) -> None:
    """Answer requests until SIGINT or SIGTERM."""
    if sys.platform == "win32":
        _serve_alone(listener)
        return
    python = (sys.executable, "-P", "-m")
    web = (*python, "kakekomi.desk.web", str(listener.fileno()))
    children = [Child(web, (listener.fileno(),)) for _ in range(workers)]
    children.append(Child((*python, "kakekomi.desk.manage", *BACKGROUND)))
    ended: list[int] = []
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda got, _frame: ended.append(got))
    watch(children, is_ended=lambda: bool(ended))


BACKGROUND: Final = ("background",)
"""Our command around the worker of Django's tasks: it also takes up what a dead worker left."""


def _serve_alone(listener: socket.socket) -> None:
    """Where a socket can't be shared: requests here, the background in a process of its own."""
    from kakekomi.desk import web  # noqa: PLC0415

    background = start_child((sys.executable, "-P", "-m", "kakekomi.desk.manage", *BACKGROUND))
    try:
        web.main([str(listener.detach())])
    finally:
        background.terminate()
        background.wait()
