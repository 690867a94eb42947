"""An exception in this thread after some time: by a signal, or where there is none, by a thread.

The signal also interrupts the search of a regular expression; the thread reaches only what runs in
Python itself. Both may come while a finalizer runs, where exceptions are lost, so they come again.
"""

import ctypes
import sys
import threading
import time
from collections.abc import Callable
from typing import Final, TypeVar

ResultT = TypeVar("ResultT")

REPEAT_S: Final = 0.5
"""The exception comes again, should the first be lost."""

LOOK_S: Final = 0.1
"""How often the thread looks at the time."""


class OutOfTimeError(BaseException):
    """The time is over; no reader's boundary may catch it."""


class SignalAlarm:
    """Where there are signals; made and used in the main thread."""

    def __init__(self) -> None:
        if sys.platform != "win32":
            import signal  # noqa: PLC0415  not there on Windows

            signal.signal(signal.SIGALRM, _ring)

    def within(self, seconds: float, action: Callable[[], ResultT]) -> ResultT:
        """The action's result. Raises: OutOfTimeError."""
        if sys.platform == "win32":
            return action()
        import signal  # noqa: PLC0415  the same

        signal.setitimer(signal.ITIMER_REAL, seconds, REPEAT_S)
        try:
            return action()
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)


def _ring(*_: object) -> None:
    raise OutOfTimeError


class ThreadAlarm:
    """Where there are none."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._ends_at: float | None = None
        self._owner = ctypes.c_ulong(threading.get_ident())
        threading.Thread(target=self._look, daemon=True).start()

    def within(self, seconds: float, action: Callable[[], ResultT]) -> ResultT:
        """The action's result. Raises: OutOfTimeError."""
        with self._lock:
            self._ends_at = time.monotonic() + seconds
        try:
            return action()
        finally:
            with self._lock:
                self._ends_at = None
                ctypes.pythonapi.PyThreadState_SetAsyncExc(self._owner, None)

    def _look(self) -> None:
        while True:
            time.sleep(LOOK_S)
            with self._lock:
                now = time.monotonic()
                if self._ends_at is not None and now >= self._ends_at:
                    self._ends_at = now + REPEAT_S
                    error = ctypes.py_object(OutOfTimeError)
                    ctypes.pythonapi.PyThreadState_SetAsyncExc(self._owner, error)


def make_alarm() -> SignalAlarm | ThreadAlarm:
    """The one for this system."""
    return ThreadAlarm() if sys.platform == "win32" else SignalAlarm()
