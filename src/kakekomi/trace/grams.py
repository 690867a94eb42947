"""Hash all runs of 24 bytes of a text, by doubling.

The hash of 2k bytes is that of the first k, times a power, plus that of the next k, so five steps
over the whole array give what a rolling hash gives byte by byte. 24 bytes are 24 Latin letters or 8
kanji: similar in what they say. Arithmetic is modulo 2**64; equal hashes are compared as bytes
before anything follows from them.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

GRAM_BYTES: Final = 24
FACTOR: Final = 0x9E3779B97F4A7C15 | 1
"""Odd, so that no power of it is zero; the golden ratio spreads neighbours."""
SPREAD: Final = 0xD6E8FEB86659FD93
"""Brings the low bits, which such a hash has least of, into the high ones."""

Hashes = npt.NDArray[np.uint64]
Places = npt.NDArray[np.int64]


def _power(exponent: int) -> np.uint64:
    return np.uint64(pow(FACTOR, exponent, 1 << 64))


def hashes(data: bytes) -> Hashes:
    """Of each run that begins at a byte; none if the text is shorter."""
    if len(data) < GRAM_BYTES:
        return np.zeros(0, np.uint64)
    level = np.frombuffer(data, np.uint8).astype(np.uint64) + np.uint64(1)
    for size in (1, 2, 4):
        level = level[:-size] * _power(size) + level[size:]
    eight, sixteen = level, level[:-8] * _power(8) + level[8:]
    return (sixteen[:-8] * _power(8) + eight[16:]) * np.uint64(SPREAD)


def starts_of(texts: Sequence[bytes]) -> Places:
    """Where each text begins if all are put together, and the end."""
    return np.cumsum([0, *map(len, texts)], dtype=np.int64)
