"""Where bulk work runs: the one seam between the commands and many processes, here or elsewhere.

Work is handed over through ``submit`` of an executor of the standard library's shape: threads that
each drive a worker process of their own, or a cluster. Results come in the order of the work, and
work is taken only as far ahead as keeps everybody busy.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Final, TypeVar

if TYPE_CHECKING:
    from concurrent.futures import Future

WorkT = TypeVar("WorkT")
ResultT = TypeVar("ResultT")

WAITING_PER_JOB: Final = 2
"""Pieces of work handed over ahead of the results: one under way and one to go on with."""

MAX_CARRIED_BYTES: Final = 64 * 1024 * 1024
"""Mails that wait in memory; beyond this nothing more is handed over, though one always is."""


def in_order(
    submit: Callable[[WorkT], Future[ResultT]],
    work: Iterable[WorkT],
    *,
    ahead: int,
    weight: Callable[[WorkT], int],
) -> Iterator[tuple[WorkT, ResultT]]:
    """Pairs of work and result in the order of the work; ``weight`` are bytes that it carries."""
    waiting: deque[tuple[WorkT, Future[ResultT]]] = deque()
    carried = 0
    try:
        for piece in work:
            waiting.append((piece, submit(piece)))
            carried += weight(piece)
            while waiting and (
                len(waiting) >= ahead or carried > MAX_CARRIED_BYTES or waiting[0][1].done()
            ):
                done, future = waiting.popleft()
                yield done, future.result()
                carried -= weight(done)
        while waiting:
            done, future = waiting.popleft()
            yield done, future.result()
    finally:
        for _, future in waiting:
            future.cancel()
