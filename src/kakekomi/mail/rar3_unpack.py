"""Unpack data packed by RAR 2.9 to 4: Huffman codes for literals and repetitions.

Symbols: 0 to 255 literals, 256 the end of a block, 257 a filter, 258 the last repetition again,
259 to 262 one of the last four distances, 263 to 270 a short repetition, from 271 a length.

A filter is a program for RAR's own machine. Packers only ever wrote a few, which are known by size
and checksum; those are undone, others are not. Blocks packed by PPMd are not read.

Source: only by observation.
"""
# ruff: noqa: PLR2004 - symbols and bit counts are those of the format

import zlib
from collections.abc import Callable
from typing import Final

from kakekomi.facts.errors import ParseError, UnsupportedError
from kakekomi.mail import huffman, rar_filter
from kakekomi.mail.huffman import BitReader, Code
from kakekomi.mail.rar5_unpack import LENGTH_SYMBOLS, code_lengths, run
from kakekomi.mail.rar_filter import Filter, FilterKind

SIZES: Final = (299, 60, 17, 28)
"""Symbols of the codes: main, distances, low bits of distances, lengths of repeated distances."""
LENGTHS: Final = (
    *range(8),
    *range(8, 16, 2),
    *range(16, 32, 4),
    *range(32, 64, 8),
    *range(64, 128, 16),
    *range(128, 256, 32),
)
LENGTH_BITS: Final = (0,) * 8 + tuple(bits for bits in range(1, 6) for _ in range(4))
SHORT_DISTANCES: Final = (0, 4, 8, 16, 32, 64, 128, 192)
SHORT_BITS: Final = (2, 2, 3, 4, 5, 6, 6, 6)
DISTANCE_BITS: Final = (
    (0,) * 4 + tuple(b for b in range(1, 16) for _ in range(2)) + ((16,) * 14 + (18,) * 12)
)
DISTANCES: Final = tuple(sum(1 << bits for bits in DISTANCE_BITS[:slot]) for slot in range(60))
FILTERS: Final = {
    (53, 0xAD576887): FilterKind.CALLS,
    (57, 0x3CD7E57E): FilterKind.CALLS_AND_JUMPS,
    (29, 0x0E06077D): FilterKind.DELTA,
}
"""Size and CRC-32 of the known programs."""
WHERE: Final = "RAR 3 data"
Codes = tuple[Code, Code, Code, Code]


class Unpacker:
    """Unpacks the files of an archive one after another; a solid one needs what was before."""

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        """Forget what was before."""
        self._out = bytearray()
        self._distances = [0, 0, 0, 0]
        self._length = 0
        self._codes: Codes | None = None
        self._lengths = [0] * sum(SIZES)
        self._low = self._low_times = 0
        self._programs: list[tuple[FilterKind | None, int]] = []
        self._last_program = 0

    def unpack(self, data: bytes, size: int, spend: Callable[[int], None]) -> bytes:
        """Content of a file, ``size`` bytes or fewer at damage; each block's cost is spent.

        Raises:
            UnsupportedError: packed by PPMd or filtered by an unknown program.
        """
        self._filters: list[Filter] = []
        self._start = len(self._out)
        self._room = self._start + size
        self._reader = BitReader(data)
        try:
            if self._codes is None:
                self._read_codes(spend)
            self._symbols(spend)
        except ParseError:
            pass
        content = bytes(self._out[self._start : self._room])
        del self._out[self._room :]
        return rar_filter.undo(content, self._filters)

    def _read_codes(self, spend: Callable[[int], None]) -> None:
        spend(huffman.BLOCK_COST)
        reader = self._reader
        reader.align()
        if reader.take(1):
            raise UnsupportedError("RAR data packed by PPMd")
        old = self._lengths if reader.take(1) else [0] * sum(SIZES)
        self._low = self._low_times = 0
        code = Code(code_lengths(reader, LENGTH_SYMBOLS))
        lengths: list[int] = []
        while len(lengths) < sum(SIZES):
            symbol = reader.symbol(code)
            if symbol < 16:
                lengths.append((symbol + old[len(lengths)]) & 15)
            else:
                lengths += run(reader, symbol, lengths)
        self._lengths = lengths[: sum(SIZES)]
        starts = [sum(SIZES[:i]) for i in range(5)]
        parts = [Code(self._lengths[starts[i] : starts[i + 1]]) for i in range(4)]
        self._codes = parts[0], parts[1], parts[2], parts[3]

    def _symbols(self, spend: Callable[[int], None]) -> None:
        reader, out = self._reader, self._out
        while self._codes is not None:
            symbol = huffman.literals(reader, self._codes[0], out, room=self._room, end=reader.end)
            if symbol >= 271:
                self._repeat(self._codes, symbol - 271)
            elif symbol < 0:
                self._end(spend)
                return
            elif symbol >= 258:
                self._repeat_known(self._codes, symbol)
            elif symbol == 257:
                self._filter(spend)
            elif not self._next_block(spend):
                return

    def _next_block(self, spend: Callable[[int], None]) -> bool:
        """Behind the end of a block: whether the file goes on."""
        if self._reader.take(1):
            self._read_codes(spend)
            return True
        if self._reader.take(1):
            self._codes = None
        return False

    def _end(self, spend: Callable[[int], None]) -> None:
        """Read the end mark behind a whole file, which says whether the next has own codes."""
        reader = self._reader
        if self._codes is None or len(self._out) < self._room or reader.at >= reader.end:
            return
        if reader.symbol(self._codes[0]) == 256:
            self._next_block(spend)

    def _repeat(self, codes: Codes, slot: int) -> None:
        if slot >= len(LENGTHS):
            raise ParseError("no code", where=WHERE)
        reader = self._reader
        length = 3 + LENGTHS[slot] + reader.take(LENGTH_BITS[slot])
        slot = reader.symbol(codes[1])
        bits = DISTANCE_BITS[slot]
        distance = 1 + DISTANCES[slot]
        if slot > 9:
            distance += reader.take(bits - 4) << 4 if bits > 4 else 0
            distance += self._low_bits(codes)
        else:
            distance += reader.take(bits)
        length += (distance >= 0x2000) + (distance >= 0x40000)
        self._copy(distance, length)

    def _low_bits(self, codes: Codes) -> int:
        if self._low_times:
            self._low_times -= 1
            return self._low
        symbol = self._reader.symbol(codes[2])
        if symbol == 16:
            self._low_times = 15
        else:
            self._low = symbol
        return self._low

    def _repeat_known(self, codes: Codes, symbol: int) -> None:
        if symbol == 258:
            if self._length:
                huffman.copy(self._out, self._distances[0], self._length)
        elif symbol < 263:
            distance = self._distances.pop(symbol - 259)
            slot = self._reader.symbol(codes[3])
            length = 2 + LENGTHS[slot] + self._reader.take(LENGTH_BITS[slot])
            self._copy(distance, length)
        else:
            slot = symbol - 263
            distance = 1 + SHORT_DISTANCES[slot] + self._reader.take(SHORT_BITS[slot])
            self._copy(distance, 2)

    def _copy(self, distance: int, length: int) -> None:
        self._distances = [distance, *self._distances[:3]]
        self._length = length
        huffman.copy(self._out, distance, length)

    def _filter(self, spend: Callable[[int], None]) -> None:
        reader = self._reader
        first = reader.take(8)
        size = (first & 7) + 1
        if size == 7:
            size = reader.take(8) + 7
        elif size == 8:
            size = reader.take(16)
        spend(size)
        self._add_filter(first, BitReader(bytes(reader.take(8) for _ in range(size))))

    def _add_filter(self, first: int, code: BitReader) -> None:
        index = self._last_program
        if first & 0x80:
            index = _number(code)
            self._programs = [] if index == 0 else self._programs
            index = max(index - 1, 0)
        is_new = index == len(self._programs)
        if index > len(self._programs) or index > rar_filter.MAX_FILTERS:
            raise ParseError("filter of nothing", where=WHERE)
        self._last_program = index
        start = _number(code) + (258 if first & 0x40 else 0)
        length = _number(code) if first & 0x20 else None
        registers = _registers(code) if first & 0x10 else {}
        if is_new:
            program = bytes(code.take(8) for _ in range(min(_number(code), 0x10000)))
            self._programs.append((FILTERS.get((len(program), zlib.crc32(program))), 0))
        kind, known = self._programs[index]
        length = known if length is None else length
        self._programs[index] = kind, length
        if kind is None:
            raise UnsupportedError("RAR data filtered by an unknown program")
        if len(self._filters) < rar_filter.MAX_FILTERS:
            at = len(self._out) - self._start + start
            self._filters.append(Filter(kind, at, length, min(registers.get(0, 1), 1024)))


def _registers(code: BitReader) -> dict[int, int]:
    mask = code.take(7)
    return {i: _number(code) for i in range(7) if mask >> i & 1}


def _number(code: BitReader) -> int:
    """Number of 4, 8, 16 or 32 bits, as its first two bits tell."""
    kind = code.take(2)
    if kind == 0:
        return code.take(4)
    if kind == 1:
        high = code.take(8)
        return high if high >= 16 else 0xFFFFFF00 | (high << 4 | code.take(4)) & 0xFF
    return code.take(16 if kind == 2 else 32)
