"""How far long work is, how fast it goes and how long it will take; for a person at a terminal.

What there is to do is known in bytes, since files are counted by looking at their sizes alone; that
goes on beside the work and may take a while. Out of archives that unpack to more than they are,
more is done than there was: then no time is told.
"""

import os
import threading
import time
from collections.abc import Callable, Sequence
from typing import Final

from kakekomi.cli.console import Console

EACH_S: Final = 0.2
"""Shown no oftener: writing to a terminal takes time, and nobody reads faster."""

FIRST_SHOWN: Final = 10
"""The first ones are shown at once."""

SURE_AFTER_S: Final = 3.0
"""Before that the speed is that of the start."""

MINUTE_S: Final = 60
HOUR_S: Final = 3_600


class Progress:
    """Counts what is done."""

    def __init__(
        self,
        console: Console,
        paths: Sequence[str] = (),
        *,
        key: str = "notice.progress",
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._console = console
        self._key = key
        self._clock = clock
        self._began_s = self._shown_s = clock()
        self._total_bytes: int | None = None
        self._done_bytes = 0
        if console.shows_progress and paths:
            threading.Thread(target=self._count, args=(tuple(paths),), daemon=True).start()

    def read(self, size_bytes: int, /) -> None:
        """So much of the input is done."""
        self._done_bytes += size_bytes

    def done(self, count: int) -> None:
        """So many subjects are done in all."""
        now = self._clock()
        is_first = 1 < count <= FIRST_SHOWN
        if not self._console.shows_progress or not (is_first or now - self._shown_s >= EACH_S):
            return
        self._shown_s = now
        self._console.show_step(self._line(count, now - self._began_s))

    def _line(self, count: int, passed_s: float) -> str:
        words = self._console.asides
        line = words(self._key, done=f"{count:,}")
        if passed_s >= SURE_AFTER_S:
            line += words("line.separator") + words("notice.rate", rate=f"{count / passed_s:,.0f}")
            left_s = self._left_s(passed_s)
            if left_s is not None:
                line += words("line.separator") + self._time(left_s)
        return line

    def _left_s(self, passed_s: float) -> float | None:
        total, done = self._total_bytes, self._done_bytes
        if total is None or not 0 < done < total:
            return None
        return passed_s * (total - done) / done

    def _time(self, left_s: float) -> str:
        words = self._console.asides
        if left_s >= HOUR_S:
            return words("notice.left_hours", hours=f"{left_s / HOUR_S:.1f}")
        if left_s >= MINUTE_S:
            return words("notice.left_minutes", minutes=f"{left_s / MINUTE_S:.0f}")
        return words("notice.left_seconds", seconds=f"{left_s:.0f}")

    def _count(self, paths: Sequence[str]) -> None:
        self._total_bytes = sum(map(size_of, paths))


def size_of(path: str) -> int:
    """Bytes of a file, or of all files of a folder; what can't be looked at counts nothing."""
    try:
        if not os.path.isdir(path):  # noqa: PTH112  the path as given
            return os.stat(path).st_size  # noqa: PTH116
    except OSError:
        return 0
    total, folders = 0, [path]
    while folders:
        try:
            with os.scandir(folders.pop()) as entries:
                for entry in entries:
                    if entry.is_dir(follow_symlinks=False):
                        folders.append(entry.path)
                    elif entry.is_file():
                        total += entry.stat().st_size
        except OSError:
            continue
    return total
