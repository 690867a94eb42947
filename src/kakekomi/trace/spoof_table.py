"""The spoofs' runs of bytes in a table that archives are held against.

Not the archive is put into a table but the spoofs, which are some ten thousand runs: a bitmap by
the high bits of the hash says for most of the archive's runs that they are none of these, and a
search in the sorted hashes settles the rest. Nothing is stored of the archive.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from kakekomi.trace.grams import GRAM_BYTES, Hashes, Places, hashes

BITMAP_BITS: Final = 22
"""Four million entries: below 1 in 100 of them are taken by fifty spoofs of two kilobytes."""
MAX_PLACES: Final = 4
"""Of one run in one spoof: a line of dashes in letters would stand everywhere in itself."""
SHIFT: Final = np.uint64(64 - BITMAP_BITS)


@dataclass(frozen=True, slots=True)
class Hits:
    """Where runs of a text stand in the spoofs, a row for each pair."""

    places: Places
    """In the text."""
    grams: Places
    """Number of the run in the table."""


def _first_few(sorted_hashes: Hashes, owners: Places) -> npt.NDArray[np.bool_]:
    """Of each run in each spoof the first places only."""
    is_new = np.append(True, (np.diff(sorted_hashes) != 0) | (np.diff(owners) != 0))
    begins = np.flatnonzero(is_new[: len(sorted_hashes)])
    lengths = np.diff(np.append(begins, len(sorted_hashes)))
    rank = np.arange(len(sorted_hashes)) - np.repeat(begins, lengths)
    return np.asarray(rank < MAX_PLACES)


class SpoofTable:
    """All runs of all spoofs."""

    def __init__(self, texts: Sequence[bytes]) -> None:
        self.texts = tuple(texts)
        each = [hashes(text) for text in self.texts]
        everything = np.concatenate(each) if each else np.zeros(0, np.uint64)
        owners = np.repeat(np.arange(len(each)), [len(one) for one in each])
        places = np.concatenate([np.arange(len(one)) for one in each] or [np.zeros(0, np.int64)])
        order = np.lexsort((places, owners, everything))
        order = order[_first_few(everything[order], owners[order])]
        self._sorted, first = np.unique(everything[order], return_index=True)
        self._first = np.append(first, len(order))
        self._owners, self._places = owners[order], places[order]
        self._bitmap = np.zeros(1 << BITMAP_BITS, np.bool_)
        self._bitmap[self._sorted >> SHIFT] = True

    @property
    def size(self) -> int:
        """How many different runs there are."""
        return len(self._sorted)

    def hits(self, found: Hashes) -> Hits:
        """Those of the hashes that are in the table."""
        maybe = np.flatnonzero(self._bitmap[found >> SHIFT])
        if not len(maybe) or not self.size:
            return Hits(np.zeros(0, np.int64), np.zeros(0, np.int64))
        wanted = found[maybe]
        at = np.minimum(np.searchsorted(self._sorted, wanted), self.size - 1)
        real = self._sorted[at] == wanted
        return Hits(maybe[real], at[real])

    def where(self, grams: Places) -> tuple[Places, npt.NDArray[np.int64], Places]:
        """For runs of the table: (index into ``grams``, spoof, place in it), a row a place."""
        counts = self._first[grams + 1] - self._first[grams]
        index = np.repeat(np.arange(len(grams)), counts)
        within = np.arange(len(index)) - np.repeat(np.cumsum(counts) - counts, counts)
        rows = self._first[grams][index] + within
        return index, self._owners[rows], self._places[rows]

    def is_same(self, spoof: int, place: int, run: bytes) -> bool:
        """Whether the bytes stand there, whatever the hashes say."""
        return self.texts[spoof][place : place + max(len(run), GRAM_BYTES)] == run
