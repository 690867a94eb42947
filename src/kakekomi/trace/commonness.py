"""Count in how many unrelated threads a run of bytes stands, to know boilerplate.

Greetings, signatures, disclaimers and list footers stand in many threads. How many mails they stand
in says little: the signature of somebody who wrote eight mails is rare, and boilerplate still. Of
each run the first few threads are kept, which is all that there is to know.
"""

from typing import Final

import numpy as np
import numpy.typing as npt

from kakekomi.trace.grams import Places

BOILERPLATE_THREADS: Final = 3
"""Two threads share a text by chance or habit; three by a template."""
MAILS_A_THREAD: Final = 10_000
"""For each further one: among very many mails eight kanji meet by chance as well."""
MOST_THREADS: Final = 12
"""Of which a run may be and count still; a template that twelve threads share is one."""
SLOTS: Final = 16
"""Threads kept of each run: those that turn out to be one are counted once at the end."""


def boilerplate_threads(mails: int) -> int:
    """From how many unrelated threads on a run is boilerplate, in an archive of so many mails."""
    return min(max(BOILERPLATE_THREADS, mails // MAILS_A_THREAD), MOST_THREADS)


class Commonness:
    """Threads by run."""

    def __init__(self, runs: int) -> None:
        self._threads = np.full((runs, SLOTS), -1, np.int64)
        self._filled = np.zeros(runs, np.int64)

    def add(self, grams: Places, threads: Places) -> None:
        """Take runs with the threads that they were met in; both of one length."""
        open_ = self._filled[grams] < SLOTS
        grams, threads = grams[open_], threads[open_]
        if not len(grams):
            return
        order = np.lexsort((threads, grams))
        grams, threads = grams[order], threads[order]
        is_new = np.append(True, (np.diff(grams) != 0) | (np.diff(threads) != 0))
        is_new &= ~(self._threads[grams] == threads[:, None]).any(axis=1)
        grams, threads = grams[is_new], threads[is_new]
        starts = np.flatnonzero(np.append(True, np.diff(grams) != 0)) if len(grams) else grams
        rank = np.arange(len(grams)) - np.repeat(starts, np.diff(np.append(starts, len(grams))))
        slot = self._filled[grams] + rank
        fits = slot < SLOTS
        self._threads[grams[fits], slot[fits]] = threads[fits]
        np.add.at(self._filled, grams[fits], 1)

    def is_settled(self, grams: Places) -> npt.NDArray[np.bool_]:
        """Whether so many threads have a run that it is boilerplate by now."""
        return np.asarray(self._filled[grams] >= SLOTS)

    def threads_of(self, grams: Places, root: npt.NDArray[np.int64]) -> Places:
        """How many unrelated threads each run was met in; ``root`` tells which are one."""
        kept = self._threads[grams]
        roots = np.sort(np.where(kept >= 0, root[kept], -1), axis=1)
        differs = np.diff(roots, axis=1, prepend=-1) != 0
        return np.asarray((differs & (roots >= 0)).sum(axis=1), np.int64)
