"""Take times: the best of some runs, since everything that disturbs makes a run longer."""

import time
from collections.abc import Callable
from typing import Final

RUNS: Final = 3


def best_s(action: Callable[[], object], runs: int = RUNS) -> float:
    """Seconds of the shortest run."""
    return min(_once_s(action) for _ in range(runs))


def _once_s(action: Callable[[], object]) -> float:
    start = time.perf_counter()
    action()
    return time.perf_counter() - start
