"""Damage an input: flipped bits, changed numbers, pieces lost, doubled, moved or from elsewhere."""

import random
from collections.abc import Callable, Sequence
from typing import Final, Literal

MAX_BYTES: Final = 8 * 1024 * 1024
"""Of an input: the smallest disk image (VHDX) has some MiB; larger ones find the same."""
MAX_CHANGES: Final = 8
"""In one input: with more, nothing of the format is left to read."""
MAX_REPEATS: Final = 2_000
"""Of a piece: deep nesting and long lists begin far below."""
MAX_PIECE_BYTES: Final = 64

NUMBERS: Final = (0, 1, 2, 3, 4, 8, 16, 64, 127, 128, 255, 256, 4_095, 4_096, 0x7FFF, 0x8000)
LARGE_NUMBERS: Final = (0xFFFF, 0x10000, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFE, 0xFFFFFFFF)
"""Where sizes, counts and offsets wrap, turn negative or mean "none"."""

Change = Callable[[bytearray, random.Random, Sequence[bytes]], None]


def mutated(seeds: Sequence[bytes], source: random.Random) -> bytes:
    """One of the seeds with some changes; the same source gives the same bytes."""
    data = bytearray(source.choice(seeds)[:MAX_BYTES])
    for _ in range(source.randint(1, MAX_CHANGES)):
        source.choice(CHANGES)(data, source, seeds)
    return bytes(data[:MAX_BYTES])


def _span(data: bytearray, source: random.Random, most: int) -> slice:
    start = source.randint(0, len(data))
    return slice(start, start + source.randint(0, min(most, len(data) - start)))


def _flip(data: bytearray, source: random.Random, _: Sequence[bytes]) -> None:
    if data:
        data[source.randrange(len(data))] ^= 1 << source.randrange(8)


def _put_number(data: bytearray, source: random.Random, _: Sequence[bytes]) -> None:
    width = source.choice((1, 2, 4, 8))
    order: Literal["little", "big"] = source.choice(("little", "big"))
    number = source.choice(NUMBERS + LARGE_NUMBERS) & (1 << 8 * width) - 1
    if len(data) >= width:
        start = source.randint(0, len(data) - width)
        data[start : start + width] = number.to_bytes(width, order)


def _put_digits(data: bytearray, source: random.Random, _: Sequence[bytes]) -> None:
    number = source.choice(NUMBERS + LARGE_NUMBERS)
    data[_span(data, source, 4)] = b"%d" % number


def _drop(data: bytearray, source: random.Random, _: Sequence[bytes]) -> None:
    del data[_span(data, source, source.choice((1, 4, MAX_PIECE_BYTES, len(data))))]


def _cut(data: bytearray, source: random.Random, _: Sequence[bytes]) -> None:
    del data[source.randint(0, len(data)) :]


def _repeat(data: bytearray, source: random.Random, _: Sequence[bytes]) -> None:
    piece = data[_span(data, source, MAX_PIECE_BYTES)]
    times = source.choice((1, 2, 30, MAX_REPEATS))
    start = source.randint(0, len(data))
    data[start:start] = piece * times


def _move(data: bytearray, source: random.Random, _: Sequence[bytes]) -> None:
    piece = data[_span(data, source, 4_096)]
    start = source.randint(0, len(data))
    data[start : start + len(piece)] = piece


def _insert(data: bytearray, source: random.Random, _: Sequence[bytes]) -> None:
    start = source.randint(0, len(data))
    data[start:start] = source.randbytes(source.randint(1, MAX_PIECE_BYTES))


def _splice(data: bytearray, source: random.Random, seeds: Sequence[bytes]) -> None:
    other = bytearray(source.choice(seeds)[:MAX_BYTES])
    data[_span(data, source, 4_096)] = other[_span(other, source, 4_096)]


CHANGES: Final[tuple[Change, ...]] = (
    _flip,
    _flip,
    _put_number,
    _put_number,
    _put_number,
    _put_digits,
    _drop,
    _cut,
    _repeat,
    _move,
    _insert,
    _splice,
)
"""Small changes more often: they get past the first checks."""
