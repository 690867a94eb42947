"""Where bulk work runs: the one seam between the commands and a pool of processes.

Everything handed over is a picklable function with picklable arguments, so that another executor
of the standard library's shape can take its place. Results come in the order of the work.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from itertools import islice
from typing import TYPE_CHECKING, Final, TypeVar

if TYPE_CHECKING:
    from concurrent.futures import Executor, Future

WorkT = TypeVar("WorkT")
ResultT = TypeVar("ResultT")

WAITING_PER_JOB: Final = 3
"""Pieces of work handed over ahead of the results: enough to keep a process busy, not a heap."""


def in_order(
    function: Callable[[WorkT], ResultT], work: Iterable[WorkT], *, jobs: int
) -> Iterator[ResultT]:
    """Results of the function in the order of the work; one job runs right here."""
    with _executor(jobs) as executor:
        if executor is None:
            yield from map(function, work)
            return
        yield from _through(executor, function, iter(work), ahead=jobs * WAITING_PER_JOB)


def _executor(jobs: int) -> AbstractContextManager[Executor | None]:
    if jobs == 1:
        return nullcontext()
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415  costs 20 ms
    from multiprocessing import get_context  # noqa: PLC0415

    return ProcessPoolExecutor(max_workers=jobs, mp_context=get_context("spawn"))


def _through(
    executor: Executor,
    function: Callable[[WorkT], ResultT],
    work: Iterator[WorkT],
    *,
    ahead: int,
) -> Iterator[ResultT]:
    waiting: deque[Future[ResultT]] = deque(
        executor.submit(function, piece) for piece in islice(work, ahead)
    )
    while waiting:
        yield waiting.popleft().result()
        waiting.extend(executor.submit(function, piece) for piece in islice(work, 1))
