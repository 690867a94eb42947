"""Read bits and canonical Huffman codes, and copy what was unpacked before: for LZH and RAR.

A code's table is looked up with as many bits as its longest code has. An entry is symbol and
length in one number; bits that are no code give ``NO_SYMBOL``, which every caller refuses.
"""

from collections.abc import Sequence
from typing import Final

from kakekomi.facts.errors import ParseError

LENGTH_BITS: Final = 5
"""Low bits of an entry that hold the code's length."""
LENGTH_MASK: Final = (1 << LENGTH_BITS) - 1
NO_SYMBOL: Final = 1 << 16
"""Above every symbol."""
MAX_CODE_BITS: Final = 16
"""RAR has codes of 15 bits, LZH of 16."""
PADDING: Final = bytes(16)
"""Zeros behind the data, so that a code that begins before the end can be looked up."""
BLOCK_COST: Final = 4_096
"""What a block of codes costs, in unpacked bytes: making tables takes that long."""


class Code:
    """A canonical code as a table."""

    __slots__ = ("bits", "table")

    def __init__(self, lengths: Sequence[int]) -> None:
        """Build from each symbol's length in bits, 0: not used.

        Raises:
            ParseError: more codes than fit, or one of more bits than the formats know.
        """
        self.bits = max(max(lengths, default=0), 1)
        if self.bits > MAX_CODE_BITS:
            raise ParseError("a code of too many bits", where="Huffman code")
        size = 1 << self.bits
        if sum(size >> length for length in lengths if length) > size:
            raise ParseError("more codes than fit", where="Huffman code")
        table: list[int] = []
        by_length: list[list[int]] = [[] for _ in range(self.bits + 1)]
        for symbol, length in enumerate(lengths):
            by_length[length].append(symbol)
        for length in range(1, self.bits + 1):
            times = 1 << (self.bits - length)
            for symbol in by_length[length]:
                table += [symbol << LENGTH_BITS | length] * times
        self.table = table + [NO_SYMBOL << LENGTH_BITS | 1] * (size - len(table))

    @classmethod
    def of_one(cls, symbol: int) -> "Code":
        """Code of a single symbol, which takes no bits."""
        code = cls(())
        code.table = [symbol << LENGTH_BITS] * 2
        return code


class BitReader:
    """Bits of a buffer, the highest of each byte first; behind the end come zeros."""

    __slots__ = ("at", "data", "end")

    def __init__(self, data: bytes) -> None:
        self.data = data + PADDING
        self.at = 0
        self.end = 8 * len(data)

    def peek(self, count: int) -> int:
        """Next ``count`` bits, at most 24, without taking them."""
        at = self.at >> 3
        window = int.from_bytes(self.data[at : at + 4], "big") << (self.at & 7)
        return (window >> (32 - count)) & ((1 << count) - 1)

    def take(self, count: int) -> int:
        """Next ``count`` bits, at most 32.

        Raises:
            ParseError: at the end of the data.
        """
        if count > 16:  # noqa: PLR2004  half of what is asked at once
            high = self.take(count - 16)
            return high << 16 | self.take(16)
        value = self.peek(count)
        self.at += count
        if self.at > self.end:
            raise ParseError("the packed data ends early", where="bits")
        return value

    def symbol(self, code: Code) -> int:
        """Next symbol.

        Raises:
            ParseError: no code, or the end of the data.
        """
        entry = code.table[self.peek(code.bits)]
        self.at += entry & LENGTH_MASK
        if entry >> LENGTH_BITS >= NO_SYMBOL or self.at > self.end:
            raise ParseError("no code", where="bits", offset=self.at >> 3)
        return entry >> LENGTH_BITS

    def align(self) -> None:
        """Go to the next whole byte."""
        self.at = (self.at + 7) & ~7


def literals(reader: BitReader, code: Code, out: bytearray, *, room: int, end: int) -> int:
    """Unpack literals into ``out`` up to the next other symbol, which is given.

    -1: ``out`` is ``room`` bytes long, or bit ``end`` is reached.
    """
    data, table, shift, at = reader.data, code.table, 32 - code.bits, reader.at
    mask = (1 << code.bits) - 1
    number, keep = int.from_bytes, out.append
    symbol = -1
    left = room - len(out)
    while left > 0 and at < end:
        byte = at >> 3
        entry = table[number(data[byte : byte + 4], "big") << (at & 7) >> shift & mask]
        at += entry & LENGTH_MASK
        symbol = entry >> LENGTH_BITS
        if symbol > 0xFF:  # noqa: PLR2004  the last literal
            reader.at = at
            return symbol
        keep(symbol)
        left -= 1
    reader.at = at
    return -1


def copy(out: bytearray, distance: int, length: int) -> None:
    """Repeat what stands ``distance`` back.

    Raises:
        ParseError: that is before the beginning.
    """
    start = len(out) - distance
    if start < 0 or distance <= 0:
        raise ParseError("a repetition of nothing", where="packed data")
    if distance >= length:
        out += out[start : start + length]
    else:
        out += (out[start:] * (length // distance + 1))[:length]
