"""Event logs' records from a process that may crash, spin or fill its memory: then it is a gap.

One process reads all logs of a PC. If it dies over one, the next log gets a new one; if it takes
too long, it is ended. What it gave until then is kept.
"""

import contextlib
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from typing import IO, Final

from kakekomi.facts.gap import Why
from kakekomi.host.event_record import Log
from kakekomi.host.event_worker import END, receive, send

PROGRAM: Final = (sys.executable, "-P", "-m", "kakekomi.host.event_worker")
"""-P: the folder that we stand in may be the disk under check, and is not searched for modules."""
MAX_LOG_S: Final = 20.0
"""For one log: 20 MB of short events take less than a second; a wrong byte can make it spin."""
MAX_ALL_S: Final = 45.0
"""For all logs of a PC: a person waits."""


class EventReader:
    """Reads logs, one after the other; a context manager that ends its process."""

    def __init__(
        self,
        *,
        program: tuple[str, ...] = PROGRAM,
        max_log_s: float = MAX_LOG_S,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._program, self._max_log_s, self._clock = program, max_log_s, clock
        self._process: subprocess.Popen[bytes] | None = None
        self._left_s = MAX_ALL_S

    def __enter__(self) -> "EventReader":
        return self

    def __exit__(self, *_: object) -> None:
        self._end()

    def texts(self, log: Log, data: bytes) -> Iterator[str | Why]:
        """Each record that is wanted as JSON, or why there are not all."""
        if self._left_s <= 0:
            yield Why.LIMIT
            return
        started = self._clock()
        watch = _Watch(min(self._max_log_s, self._left_s), self._kill)
        try:
            yield from self._answers(log, data, watch)
        finally:
            watch.stop()
            self._left_s -= self._clock() - started

    def _answers(self, log: Log, data: bytes, watch: "_Watch") -> Iterator[str | Why]:
        try:
            questions, answers = self._pipes()
            send(questions, log.encode() + b"\0" + data)
            questions.flush()
            while answer := receive(answers):
                text = answer[1:].decode("utf-8", "replace")
                yield Why(text) if answer[:1] == END else text
        except FileNotFoundError:  # no process can be started here
            yield Why.UNSUPPORTED
            return
        except (OSError, ValueError):
            answer = None
        if answer is None:
            self._end()
            yield Why.LIMIT if watch.has_struck else Why.DAMAGED

    def _pipes(self) -> tuple[IO[bytes], IO[bytes]]:
        if self._process is None:
            self._process = subprocess.Popen(  # noqa: S603  ourselves
                self._program,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        assert self._process.stdin is not None  # noqa: S101  we asked for pipes
        assert self._process.stdout is not None  # noqa: S101
        return self._process.stdin, self._process.stdout

    def _kill(self) -> None:
        process = self._process
        if process is not None:
            process.kill()

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()


class _Watch:
    """Strikes once when time is up."""

    def __init__(self, seconds: float, strike: Callable[[], None]) -> None:
        self._strike = strike
        self.has_struck = False
        self._timer = threading.Timer(seconds, self._up)
        self._timer.daemon = True
        self._timer.start()

    def _up(self) -> None:
        self.has_struck = True
        self._strike()

    def stop(self) -> None:
        """It will not strike any more."""
        self._timer.cancel()
