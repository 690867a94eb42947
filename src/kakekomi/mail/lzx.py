"""Unpack LZX, the better of the two methods that Windows' own cabinets are packed with.

The stream comes in frames of 32 KiB, each at a 16-bit boundary; its bits are the highest first of
words of 16 bits, whose low byte stands first. The first frame begins with one bit: whether 32 bits
follow, the size up to which addresses of calls (E8) were made absolute. Then come blocks, which may
go on in the next frame::

    bits    field
    3       1 Huffman codes, 2 the same with a code for low bits of distances, 3 stored
    24      bytes unpacked
    -       2: 8 lengths of 3 bits; 1 and 2: lengths of the codes, each as a difference from the
            last block's, by a code of 20 lengths of 4 bits; 3: up to the boundary, then three
            distances (u32) and the bytes

A symbol from 256 on is a repetition: 3 bits of its length (7: more by the second code), the rest a
slot of distances, of which the first three are those used last.

Source: [MS-PATCH] section 2; [MS-CAB]
"""
# ruff: noqa: PLR2004 - numbers are those of the format above

from collections.abc import Callable
from itertools import accumulate
from typing import Final

from kakekomi.facts.errors import ParseError
from kakekomi.mail import huffman
from kakekomi.mail.huffman import NO_SYMBOL, BitReader, Code

SLOTS: Final = {15: 30, 16: 32, 17: 34, 18: 36, 19: 38, 20: 42, 21: 50}
"""Slots of distances by the power of the window."""
EXTRA_BITS: Final = tuple(0 if slot < 4 else min(slot // 2 - 1, 17) for slot in range(50))
BASES: Final = (0, *accumulate(1 << bits for bits in EXTRA_BITS))
"""Smallest distance of each slot, and two."""
LENGTHS: Final = 249
"""Symbols of the second code."""
CODED, ALIGNED, STORED = 1, 2, 3
CALL: Final = 0xE8
MAX_CALL_FRAMES: Final = 32_768
"""Behind that, calls are left as they are."""
CALL_TAIL: Final = 10
"""Bytes at a frame's end in which no call is looked for."""
WHERE: Final = "LZX"

Spend = Callable[[int], None]
"""Counts what unpacking costs. Raises ParseError when there was enough of it."""


class Unpacker:
    """One stream, frame after frame."""

    def __init__(self, window_power: int, spend: Spend) -> None:
        """Begin a stream. Raises ParseError if no window has that power."""
        if window_power not in SLOTS:
            raise ParseError(f"a window of 2^{window_power} bytes", where=WHERE)
        self._window = 1 << window_power
        self._spend = spend
        self._out = bytearray()
        self._frames = 0
        self._call_bytes = 0
        self._has_calls = False
        self._block = CODED
        self._left = 0
        self._recent = [1, 1, 1]
        self._main_lengths = [0] * (256 + 8 * SLOTS[window_power])
        self._more_lengths = [0] * LENGTHS
        self._main = self._more = self._low = Code(())

    def frame(self, packed: bytes, size: int) -> bytes:
        """Unpack the next frame of ``size`` bytes. Raises ParseError at damage."""
        reader = BitReader(_swapped(packed))
        if self._frames == 0 and reader.take(1):
            self._call_bytes = reader.take(32)
        del self._out[: -self._window]
        start, end = len(self._out), len(self._out) + size
        while len(self._out) < end:
            if self._left == 0:
                self._begin(reader, packed)
            before = len(self._out)
            most = min(end, before + self._left)
            if self._block == STORED:
                self._copy(reader, packed, most)
            else:
                self._decode(reader, most)
            self._left -= len(self._out) - before
            if self._left < 0 or len(self._out) > end:
                raise ParseError("a repetition beyond its block", where=WHERE)
        place, self._frames = self._frames * 32_768, self._frames + 1
        return self._with_calls(bytes(self._out[start:]), place)

    def _begin(self, reader: BitReader, packed: bytes) -> None:
        self._spend(huffman.BLOCK_COST)
        self._block, self._left = reader.take(3), reader.take(24)
        if self._block not in {CODED, ALIGNED, STORED} or self._left == 0:
            raise ParseError("a block of no known kind", where=WHERE, offset=reader.at >> 3)
        if self._block == STORED:
            self._has_calls = True
            reader.at = (reader.at // 16 + 1) * 16
            at = reader.at >> 3
            raw = packed[at : at + 12].ljust(12, b"\0")
            self._recent = [int.from_bytes(raw[n : n + 4], "little") for n in (0, 4, 8)]
            reader.at += 96
            return
        if self._block == ALIGNED:
            self._low = Code([reader.take(3) for _ in range(8)])
        _read_lengths(reader, self._main_lengths, 0, 256)
        _read_lengths(reader, self._main_lengths, 256, len(self._main_lengths))
        _read_lengths(reader, self._more_lengths, 0, LENGTHS)
        self._main, self._more = Code(self._main_lengths), Code(self._more_lengths)
        self._has_calls = self._has_calls or self._main_lengths[CALL] > 0

    def _copy(self, reader: BitReader, packed: bytes, most: int) -> None:
        """Bytes of a stored block, and one behind the block if their number is odd."""
        at, size = reader.at >> 3, most - len(self._out)
        content = packed[at : at + size]
        if len(content) < size:
            raise ParseError("the packed data ends early", where=WHERE, offset=at)
        self._out += content
        reader.at += 8 * (size + (size & 1 if size == self._left else 0))

    def _decode(self, reader: BitReader, most: int) -> None:
        out = self._out
        while len(out) < most:
            symbol = huffman.literals(reader, self._main, out, room=most, end=reader.end)
            if symbol < 0:
                if len(out) < most:
                    raise ParseError("the packed data ends early", where=WHERE)
                return
            if symbol >= NO_SYMBOL:
                raise ParseError("no code", where=WHERE, offset=reader.at >> 3)
            slot, length = divmod(symbol - 256, 8)
            if length == 7:
                length += reader.symbol(self._more)
            huffman.copy(out, self._distance(reader, slot), length + 2)

    def _distance(self, reader: BitReader, slot: int) -> int:
        recent = self._recent
        if slot < 3:
            recent[0], recent[slot] = recent[slot], recent[0]
            return recent[0]
        extra = EXTRA_BITS[slot]
        distance = BASES[slot] - 2
        if self._block == ALIGNED and extra >= 3:
            distance += reader.take(extra - 3) << 3
            distance += reader.symbol(self._low)
        else:
            distance += reader.take(extra)
        self._recent = [distance, recent[0], recent[1]]
        return distance

    def _with_calls(self, frame: bytes, place: int) -> bytes:
        """Make the addresses of calls relative again."""
        is_changed = self._has_calls and self._call_bytes and self._frames <= MAX_CALL_FRAMES
        if not is_changed or len(frame) <= CALL_TAIL:
            return frame
        out = bytearray(frame)
        at = frame.find(CALL, 0, len(frame) - CALL_TAIL)
        while at >= 0:
            here = place + at
            stated = int.from_bytes(out[at + 1 : at + 5], "little", signed=True)
            if -here <= stated < self._call_bytes:
                own = stated - here if stated >= 0 else stated + self._call_bytes
                out[at + 1 : at + 5] = (own & 0xFFFFFFFF).to_bytes(4, "little")
            at = out.find(CALL, at + 5, len(frame) - CALL_TAIL)
        return bytes(out)


def _swapped(packed: bytes) -> bytes:
    """The two bytes of each word changed round."""
    swapped = bytearray(packed + bytes(len(packed) & 1))
    swapped[::2], swapped[1::2] = swapped[1::2], swapped[::2]
    return bytes(swapped)


def _read_lengths(reader: BitReader, lengths: list[int], start: int, end: int) -> None:
    """Change the lengths from ``start`` to ``end`` by the differences that are read."""
    code = Code([reader.take(4) for _ in range(20)])
    at = start
    while at < end:
        symbol = reader.symbol(code)
        count, value = 1, 0
        if symbol == 17:
            count = reader.take(4) + 4
        elif symbol == 18:
            count = reader.take(5) + 20
        elif symbol == 19:
            count = reader.take(1) + 4
            value = (lengths[at] - reader.symbol(code)) % 17
        else:
            value = (lengths[at] - symbol) % 17
        count = min(count, end - at)
        lengths[at : at + count] = [value] * count
        at += count
