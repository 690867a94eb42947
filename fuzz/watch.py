"""Run a reader on one input and see whether it keeps to the rules.

Time is the processor's, so that a busy machine raises no alarm; memory is the peak of the process
above what it held before, where the system tells it (Linux).
"""

import resource
import signal
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Final

from fuzz.target import Target

MAX_S: Final = 5.0
MAX_BYTES: Final = 600 * 1024 * 1024
STOP_S: Final = 20.0
"""A reader that hangs is stopped; until then it may end and show how long it takes."""


class StoppedError(BaseException):
    """The reader took too long; no reader catches it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """A rule broken."""

    what: str
    place: str
    """Where in the source; with ``what`` the same for inputs that show the same fault."""
    details: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """How one input went."""

    seconds: float
    peak_bytes: int
    failure: Failure | None


def watch(target: Target, data: bytes) -> Seen:
    """Read ``data`` with the target."""
    before = _forget_peak()
    start = time.process_time()
    failure = _failure(target, data)
    seconds = time.process_time() - start
    peak = _peak() - before
    if failure is None and seconds > MAX_S:
        failure = Failure(what="slow", place=target.name, details=f"{seconds:.1f} s")
    if failure is None and peak > MAX_BYTES:
        failure = Failure(what="memory", place=target.name, details=f"{peak / 1024**2:.0f} MiB")
    return Seen(seconds=seconds, peak_bytes=peak, failure=failure)


def _failure(target: Target, data: bytes) -> Failure | None:
    try:
        with _stopped_in_time():
            target.read(data)
    except target.refuses_with:
        return None
    except (Exception, StoppedError) as error:  # noqa: BLE001  finding them is the purpose
        frames = traceback.extract_tb(error.__traceback__)
        own = [frame for frame in frames if "kakekomi" in frame.filename] or frames
        place = f"{Path(own[-1].filename).name}:{own[-1].lineno}"
        details = "".join(traceback.format_exception(error))
        return Failure(what=type(error).__name__, place=place, details=details)
    return None


@contextmanager
def _stopped_in_time() -> Iterator[None]:
    before = signal.signal(signal.SIGPROF, _stop)
    signal.setitimer(signal.ITIMER_PROF, STOP_S)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise StoppedError


def _forget_peak() -> int:
    """Let the peak start anew; what is held now."""
    with suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5", "ascii")
    return _peak()


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
