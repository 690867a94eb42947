"""How sure an answer was beside how often it was right, with how far chance may have moved that.

Cases of one made world resemble each other, so the interval is Wilson's with as many cases as they
are worth: their number divided by how much more the worlds differ than single cases would.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

EDGES = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.97, 1.0001)
NORMAL_95 = 1.96
FEW = 20
"""Below that a share says next to nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One answer."""

    probability: float
    is_right: bool
    world: tuple[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bin:
    """Answers that were about equally sure."""

    count: int
    said: float
    seen: float
    low: float
    high: float

    def cell(self) -> str:
        """For a table."""
        few = " few" if self.count < FEW else ""
        return (
            f"{self.said:.2f} → {self.seen:.2f} ({self.low:.2f}–{self.high:.2f}; {self.count}{few})"
        )


def bins(answers: Sequence[Said]) -> Iterator[Bin | None]:
    """One for each pair of edges; None if nobody said so."""
    for low, high in pairwise(EDGES):
        inside = [one for one in answers if low <= one.probability < high]
        yield _bin(inside) if inside else None


def _bin(inside: Sequence[Said]) -> Bin:
    count = len(inside)
    seen = sum(one.is_right for one in inside) / count
    by_world: defaultdict[tuple[str, int], float] = defaultdict(float)
    for one in inside:
        by_world[one.world] += one.is_right - seen
    simple = count * seen * (1 - seen)
    spread = max(sum(value**2 for value in by_world.values()) / simple, 1.0) if simple else 1.0
    low, high = _wilson(seen, count / spread)
    said = float(np.mean([one.probability for one in inside]))
    return Bin(count=count, said=said, seen=seen, low=low, high=high)


def _wilson(share: float, count: float) -> tuple[float, float]:
    square = NORMAL_95**2
    middle = (share + square / (2 * count)) / (1 + square / count)
    half = NORMAL_95 / (1 + square / count)
    half *= float(np.sqrt(share * (1 - share) / count + square / (4 * count**2)))
    return max(middle - half, 0.0), min(middle + half, 1.0)


def row(name: str, answers: Sequence[Said]) -> str:
    """A line of the table."""
    cells = [one.cell() if one else "–" for one in bins(answers)]
    return f"| {name} | {' | '.join(cells)} |"


def head() -> str:
    """The first two lines of the table."""
    names = [f"{low:.2g}–{min(high, 1):.2g}" for low, high in pairwise(EDGES)]
    return f"| world | {' | '.join(names)} |\n| --- |{' --- |' * len(names)}"
