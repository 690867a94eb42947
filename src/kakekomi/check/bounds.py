"""Bounds of time and memory around what reads hostile mail; for worker processes only.

Time has two bounds. At the first an exception ends the reading, so that what a mail's beginning
says can still be told. At the second the process is ended from below, whatever it is at, and its
parent says which mail did that.

Memory: the system refuses more (Linux: of data; Windows: committed), which is an exception of its
own.
"""

import faulthandler
import os
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from typing import IO, Final, TypeVar

from kakekomi.check.alarm import make_alarm
from kakekomi.facts.errors import NotPermittedError, UnavailableError

ResultT = TypeVar("ResultT")

FULL_S: Final = 4.0
"""For all of a mail; together with the next less than the five seconds that are promised."""
BEGINNING_S: Final = 0.7
"""For the beginning of one that took too long."""
END_S: Final = 5.5
"""Then the process ends; later than the other two together."""
REARM_S: Final = 0.25
"""The end is put off no oftener than this: it costs a thread each time."""
JUDGE_S: Final = 60.0
"""For judging a shard, whose rules have budgets of their own."""

MAX_MEMORY_BYTES: Final = 576 * 1024 * 1024
"""Of a worker's own data; with the code of the program, 600 MiB."""


def limit_memory() -> None:
    """Have the system refuse more memory than a mail may take, where it can."""
    if sys.platform == "linux":
        import resource  # noqa: PLC0415  there only

        _, hard = resource.getrlimit(resource.RLIMIT_DATA)
        resource.setrlimit(resource.RLIMIT_DATA, (MAX_MEMORY_BYTES, hard))
    elif sys.platform == "win32":
        from kakekomi.check.windows_job import confine_this_process  # noqa: PLC0415  there only

        with suppress(UnavailableError, NotPermittedError):  # the bounds of time are there anyway
            confine_this_process(MAX_MEMORY_BYTES)


class Watch:
    """Ends this process if one thing takes too long."""

    def __init__(self) -> None:
        self._nowhere: IO[str] = open(os.devnull, "w")  # noqa: PTH123, SIM115  for the process's life
        self._armed_at = 0.0
        self._alarm = make_alarm()

    def within(self, seconds: float, action: Callable[[], ResultT]) -> ResultT:
        """The action's result. Raises: OutOfTimeError."""
        self._put_off()
        return self._alarm.within(seconds, action)

    def allow(self, seconds: float) -> None:
        """Until the next mail, put the end off by this."""
        self._armed_at = 0.0
        faulthandler.dump_traceback_later(seconds, exit=True, file=self._nowhere)

    def rest(self) -> None:
        """Nothing is done; waiting takes as long as it takes."""
        self._armed_at = 0.0
        faulthandler.cancel_dump_traceback_later()

    def _put_off(self) -> None:
        now = time.monotonic()
        if now - self._armed_at > REARM_S:
            with suppress(RuntimeError):  # no memory left for its thread: the first bound is enough
                faulthandler.dump_traceback_later(END_S, exit=True, file=self._nowhere)
            self._armed_at = now
