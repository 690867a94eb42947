"""Unpack data packed by RAR 5: blocks of Huffman codes for literals and repetitions.

Block header: flags (bits 0 to 2: bits used of the last byte, less one; 3 and 4: bytes of the size,
less one; 6: last block; 7: new codes follow), a check byte (0x5A xor the others), the size.

Symbols: 0 to 255 literals, 256 a filter, 257 the last repetition again, 258 to 261 one of the last
four distances, from 262 a length.

Source: the format of the archive is in RAR's technote; the packing only by observation.
"""
# ruff: noqa: PLR2004 - symbols and bit counts are those of the format

from collections.abc import Callable
from typing import Final

from kakekomi.facts.errors import ParseError
from kakekomi.mail import huffman, rar_filter
from kakekomi.mail.huffman import BitReader, Code
from kakekomi.mail.rar_filter import Filter, FilterKind

MAIN_SYMBOLS: Final = 306
LOW_SYMBOLS: Final = 16
REPEAT_SYMBOLS: Final = 44
DISTANCE_SYMBOLS: Final = 64
LONG_DISTANCE_SYMBOLS: Final = 80
"""RAR 7 has more, for windows beyond 4 GiB."""
LENGTH_SYMBOLS: Final = 20
WHERE: Final = "RAR 5 data"
KINDS: Final = (
    FilterKind.DELTA,
    FilterKind.CALLS,
    FilterKind.CALLS_AND_JUMPS,
    FilterKind.ARM,
)


class Unpacker:
    """Unpacks the files of an archive one after another; a solid one needs what was before."""

    def __init__(self, *, distance_symbols: int = DISTANCE_SYMBOLS) -> None:
        self._distance_symbols = distance_symbols
        self.reset()

    def reset(self) -> None:
        """Forget what was before."""
        self._out = bytearray()
        self._distances = [0, 0, 0, 0]
        self._length = 0
        self._codes: tuple[Code, Code, Code, Code] | None = None

    def unpack(self, data: bytes, size: int, spend: Callable[[int], None]) -> bytes:
        """Content of a file, ``size`` bytes or fewer at damage; each block's cost is spent."""
        self._filters: list[Filter] = []
        self._start = len(self._out)
        self._room = self._start + size
        self._reader = BitReader(data)
        try:
            while len(self._out) < self._room and self._block():
                spend(huffman.BLOCK_COST)
        except ParseError:
            pass
        content = bytes(self._out[self._start : self._room])
        del self._out[self._room :]
        return rar_filter.undo(content, self._filters)

    def _block(self) -> bool:
        """Unpack a block; whether another follows."""
        reader = self._reader
        reader.align()
        flags, check = reader.take(8), reader.take(8)
        size_bytes = (flags >> 3 & 3) + 1
        raw = [reader.take(8) for _ in range(size_bytes)]
        size = sum(byte << 8 * i for i, byte in enumerate(raw))
        if size_bytes > 3 or check != _check(flags, raw):
            raise ParseError("no block", where=WHERE, offset=reader.at >> 3)
        end = min(reader.at + 8 * (size - 1) + (flags & 7) + 1, reader.end)
        if flags & 0x80:
            self._codes = _read_codes(reader, self._distance_symbols)
        if self._codes is None:
            raise ParseError("no codes", where=WHERE)
        self._symbols(self._codes, end)
        reader.at = max(reader.at, end)
        return not flags & 0x40

    def _symbols(self, codes: tuple[Code, Code, Code, Code], end: int) -> None:
        reader, out = self._reader, self._out
        while True:
            symbol = huffman.literals(reader, codes[0], out, room=self._room, end=end)
            if symbol >= 262:
                self._repeat(codes, symbol - 262)
            elif symbol < 0:
                return
            elif symbol == 256:
                self._filter()
            elif symbol == 257:
                if self._length:
                    huffman.copy(out, self._distances[0], self._length)
            else:
                distance = self._distances.pop(symbol - 258)
                self._distances.insert(0, distance)
                self._length = _length(reader, reader.symbol(codes[3]))
                huffman.copy(out, distance, self._length)

    def _repeat(self, codes: tuple[Code, Code, Code, Code], slot: int) -> None:
        if slot >= huffman.NO_SYMBOL - 262:
            raise ParseError("no code", where=WHERE)
        reader = self._reader
        length = _length(reader, slot)
        slot = reader.symbol(codes[1])
        if slot < 4:
            distance = 1 + slot
        else:
            bits = slot // 2 - 1
            distance = 1 + ((2 | slot & 1) << bits)
            if bits >= 4:
                distance += reader.take(bits - 4) << 4
                distance += reader.symbol(codes[2])
            else:
                distance += reader.take(bits)
        length += (distance > 0x100) + (distance > 0x2000) + (distance > 0x40000)
        self._distances = [distance, *self._distances[:3]]
        self._length = length
        huffman.copy(self._out, distance, length)

    def _filter(self) -> None:
        start = len(self._out) - self._start + self._filter_number()
        length = self._filter_number()
        kind = self._reader.take(3)
        channels = self._reader.take(5) + 1 if kind == 0 else 1
        if kind >= len(KINDS) or len(self._filters) >= rar_filter.MAX_FILTERS:
            raise ParseError("unknown filter", where=WHERE)
        self._filters.append(Filter(KINDS[kind], start, length, channels))

    def _filter_number(self) -> int:
        count = self._reader.take(2) + 1
        return sum(self._reader.take(8) << 8 * i for i in range(count))


def _check(flags: int, size: list[int]) -> int:
    check = 0x5A ^ flags
    for byte in size:
        check ^= byte
    return check


def _length(reader: BitReader, slot: int) -> int:
    if slot < 8:
        return 2 + slot
    bits = slot // 4 - 1
    return 2 + ((4 | slot & 3) << bits) + reader.take(bits)


def _read_codes(reader: BitReader, distance_symbols: int) -> tuple[Code, Code, Code, Code]:
    """Codes of main symbols, distances, low bits of distances, lengths of repeated distances."""
    code = Code(code_lengths(reader, LENGTH_SYMBOLS))
    sizes = (MAIN_SYMBOLS, distance_symbols, LOW_SYMBOLS, REPEAT_SYMBOLS)
    lengths: list[int] = []
    while len(lengths) < sum(sizes):
        symbol = reader.symbol(code)
        if symbol < 16:
            lengths.append(symbol)
        else:
            lengths += run(reader, symbol, lengths)
    parts = []
    at = 0
    for size in sizes:
        parts.append(Code(lengths[at : at + size]))
        at += size
    return parts[0], parts[1], parts[2], parts[3]


def code_lengths(reader: BitReader, count: int) -> list[int]:
    """Lengths of the code that packs the lengths of the codes; the same in RAR 3."""
    lengths: list[int] = []
    while len(lengths) < count:
        length = reader.take(4)
        if length == 15 and (zeros := reader.take(4)):
            lengths += [0] * (zeros + 2)
        else:
            lengths.append(length)
    return lengths[:count]


def run(reader: BitReader, symbol: int, lengths: list[int]) -> list[int]:
    """Repetition of the last length (symbols 16, 17) or of zero (18, 19); the same in RAR 3."""
    times = reader.take(7) + 11 if symbol & 1 else reader.take(3) + 3
    if symbol >= 18:
        return [0] * times
    if not lengths:
        raise ParseError("a repetition of nothing", where=WHERE)
    return lengths[-1:] * times
