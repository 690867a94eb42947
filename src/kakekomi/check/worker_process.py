"""A worker process as its parent sees it; cheap to import, for it is started first of all."""

import signal
import subprocess
import sys
from contextlib import suppress
from typing import Final

from kakekomi.check.frames import receive, send

PROGRAM: Final = (sys.executable, "-P", "-m", "kakekomi.check.worker")
"""-P: a folder of mails that we stand in must not be searched for modules."""

WATCH_STATUS: Final = 1
"""With which the watch over time ends a process."""


class WorkerDiedError(Exception):
    """The process ended without an answer."""

    def __init__(self, status: int) -> None:
        super().__init__(f"worker ended with status {status}")
        self.is_limit = status == WATCH_STATUS or (
            sys.platform != "win32" and status == -signal.SIGKILL
        )
        """Ended for its time, or by the system for its memory."""


class WorkerProcess:
    """One process, already on its way when the object exists."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(  # noqa: S603  ourselves
            PROGRAM,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        _tie(self._process.pid)

    def begin(self, setup: bytes) -> None:
        """Tell what is the same for all shards; whether it lives shows at the first shard."""
        with suppress(OSError):
            self._send(setup)

    def ask(self, shard: bytes) -> bytes:
        """Have a shard done.

        Raises:
            WorkerDiedError: it ended over this.
        """
        try:
            self._send(shard)
        except (OSError, ValueError) as error:
            raise WorkerDiedError(self._process.wait()) from error
        return self.next()

    def next(self) -> bytes:
        """The next frame that it sends.

        Raises:
            WorkerDiedError: it ended without one.
        """
        assert self._process.stdout is not None  # noqa: S101  we asked for a pipe
        try:
            answer = receive(self._process.stdout)
        except (OSError, ValueError):
            answer = None
        if answer is None:
            raise WorkerDiedError(self._process.wait())
        return answer

    def _send(self, data: bytes) -> None:
        assert self._process.stdin is not None  # noqa: S101  we asked for a pipe
        send(self._process.stdin, data)

    def end(self) -> None:
        """Make an end of it, whatever it is at."""
        self._process.kill()
        self._process.wait()

    def close(self) -> None:
        """Give its pipes back; nobody may be reading from them."""
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()


def _tie(pid: int) -> None:
    """Have the process end with us, also if we are ended; elsewhere it sees that we are gone."""
    if sys.platform == "win32":
        from kakekomi.check.windows_job import end_with_this_process  # noqa: PLC0415  there only
        from kakekomi.facts.errors import NotPermittedError, UnavailableError  # noqa: PLC0415

        with suppress(UnavailableError, NotPermittedError):  # it ends by itself, a little later
            end_with_this_process(pid)
