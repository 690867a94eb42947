"""Unpack LZH data: methods -lh4- to -lh7- and their kin, blocks of static Huffman codes.

A block begins with the number of its symbols (16 bits), then the codes: of code lengths, of
literals and lengths, of distances. Symbols 0 to 255 are literals, from 256 a repetition of 3 or
more bytes, whose distance's size comes next. Before the first byte stand blanks.

Source: LHA's header document (header.doc.txt) for the names; the packing only by observation.
"""
# ruff: noqa: PLR2004 - symbols and bit counts are those of the format

from collections.abc import Callable
from typing import Final

from kakekomi.facts.errors import ParseError
from kakekomi.mail import huffman
from kakekomi.mail.huffman import BitReader, Code

WINDOW_BITS: Final = {
    b"-lh4-": 12,
    b"-lh5-": 13,
    b"-lh6-": 15,
    b"-lh7-": 16,
    b"-lhx-": 19,
}
"""Methods and how far back they repeat."""
LENGTH_SYMBOLS: Final = 19
MAIN_SYMBOLS: Final = 510
LEAST_LENGTH: Final = 3
LEAD_BYTES: Final = 1 << 19
"""Blanks before the first byte, as many as the largest window."""
WHERE: Final = "LZH data"


def unpack(data: bytes, method: bytes, size: int, spend: Callable[[int], None]) -> bytes:
    """First ``size`` bytes, or fewer at damage; each block's cost is spent."""
    bits = WINDOW_BITS[method]
    reader = BitReader(data)
    lead = 1 << bits
    out = bytearray(b" ") * lead
    try:
        while len(out) < lead + size:
            spend(huffman.BLOCK_COST)
            _block(reader, bits, out, lead + size)
    except ParseError:
        pass
    return bytes(out[lead : lead + size])


def _block(reader: BitReader, bits: int, out: bytearray, room: int) -> None:
    symbols = reader.take(16) or 0x10000
    lengths = _small_code(reader, LENGTH_SYMBOLS, 5, gap_at=3)
    main = _main_code(reader, lengths)
    distances = _small_code(reader, bits + 1, 4 if bits < 14 else 5, gap_at=-1)
    while symbols > 0 and len(out) < room:
        before = len(out)
        most = min(room, before + symbols)
        symbol = huffman.literals(reader, main, out, room=most, end=reader.end)
        symbols -= len(out) - before
        if symbol < 0:
            if len(out) < most:
                raise ParseError("the packed data ends early", where=WHERE)
            continue
        symbols -= 1
        if symbol >= MAIN_SYMBOLS:
            raise ParseError("no code", where=WHERE)
        slot = reader.symbol(distances)
        distance = 1 + (slot if slot < 2 else (1 << (slot - 1)) + reader.take(slot - 1))
        huffman.copy(out, distance, symbol - 256 + LEAST_LENGTH)


def _small_code(reader: BitReader, count: int, count_bits: int, *, gap_at: int) -> Code:
    """Code of code lengths or distances; behind symbol ``gap_at`` - 1 up to three are left out."""
    given = reader.take(count_bits)
    if given == 0:
        return Code.of_one(reader.take(count_bits))
    lengths: list[int] = []
    while len(lengths) < min(given, count):
        length = reader.take(3)
        if length == 7:
            while length <= huffman.MAX_CODE_BITS and reader.take(1):
                length += 1
        lengths.append(length)
        if len(lengths) == gap_at:
            lengths += [0] * reader.take(2)
    return Code(lengths)


def _main_code(reader: BitReader, code: Code) -> Code:
    given = reader.take(9)
    if given == 0:
        return Code.of_one(reader.take(9))
    lengths: list[int] = []
    while len(lengths) < min(given, MAIN_SYMBOLS):
        symbol = reader.symbol(code)
        if symbol > 2:
            lengths.append(symbol - 2)
        else:
            zeros = (lambda: 1, lambda: 3 + reader.take(4), lambda: 20 + reader.take(9))
            lengths += [0] * zeros[symbol]()
    return Code(lengths[:MAIN_SYMBOLS])
