"""Where bulk work runs: the one seam between the commands and a pool of processes.

Everything handed over is a picklable function with picklable arguments, so that another executor
of the standard library's shape can take its place. Results come in the order of the work.

A process can be killed from outside (no memory left). The piece that it was at is then tried once
more on its own; if that kills a process again, the caller says what became of it, and the rest
goes on in a new pool.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Final, Generic, TypeVar

if TYPE_CHECKING:
    from concurrent.futures import Executor, Future

WorkT = TypeVar("WorkT")
ResultT = TypeVar("ResultT")

WAITING_PER_JOB: Final = 3
"""Pieces of work handed over ahead of the results: enough to keep a process busy, not a heap."""


def in_order(
    function: Callable[[WorkT], ResultT],
    work: Iterable[WorkT],
    *,
    jobs: int,
    lost: Callable[[WorkT], ResultT],
) -> Iterator[ResultT]:
    """Results of the function in the order of the work; one job runs right here.

    ``lost`` gives the result of a piece that killed its process.
    """
    if jobs == 1:
        yield from map(function, work)
        return
    pool = _Pool(function, jobs)
    try:
        yield from _through(pool, iter(work), ahead=jobs * WAITING_PER_JOB, lost=lost)
    finally:
        pool.close()


class _Pool(Generic[WorkT, ResultT]):
    """Processes that can be replaced by new ones."""

    def __init__(self, function: Callable[[WorkT], ResultT], jobs: int) -> None:
        self.function = function
        self._jobs = jobs
        self._executor = _processes(jobs)

    def submit(self, piece: WorkT) -> Future[ResultT]:
        """Hand the piece over; to a broken pool it fails like all that is under way there."""
        from concurrent.futures import BrokenExecutor, Future  # noqa: PLC0415

        try:
            return self._executor.submit(self.function, piece)
        except BrokenExecutor as error:
            failed: Future[ResultT] = Future()
            failed.set_exception(error)
            return failed

    def renew(self) -> None:
        """Go on with new processes."""
        self.close()
        self._executor = _processes(self._jobs)

    def close(self) -> None:
        """Begin nothing more; what is under way is not waited for."""
        self._executor.shutdown(wait=False, cancel_futures=True)


def _processes(jobs: int) -> Executor:
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415  costs 20 ms
    from multiprocessing import get_context  # noqa: PLC0415

    return ProcessPoolExecutor(max_workers=jobs, mp_context=get_context("spawn"))


def _through(
    pool: _Pool[WorkT, ResultT],
    work: Iterator[WorkT],
    *,
    ahead: int,
    lost: Callable[[WorkT], ResultT],
) -> Iterator[ResultT]:
    from concurrent.futures import BrokenExecutor  # noqa: PLC0415

    waiting = deque((piece, pool.submit(piece)) for piece in islice(work, ahead))
    while waiting:
        piece, future = waiting.popleft()
        try:
            result = future.result()
        except BrokenExecutor:
            result = _alone(pool.function, piece, lost)
            pool.renew()
            waiting = deque((later, pool.submit(later)) for later, _ in waiting)
        yield result
        waiting.extend((piece, pool.submit(piece)) for piece in islice(work, 1))


def _alone(
    function: Callable[[WorkT], ResultT], piece: WorkT, lost: Callable[[WorkT], ResultT]
) -> ResultT:
    """Once more in a process of its own: perhaps another piece was to blame."""
    from concurrent.futures import BrokenExecutor  # noqa: PLC0415

    with _processes(1) as executor:
        try:
            return executor.submit(function, piece).result()
        except BrokenExecutor:
            return lost(piece)
