"""Pack by LZX for drills and tests: every kind of block, plain codes, no attempt to be small.

Source: as ``kakekomi.mail.lzx``
"""

import struct
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import Final

from kakekomi.drill.bit_writer import BitWriter, FlatCode
from kakekomi.mail.lzx import ALIGNED, BASES, CALL, EXTRA_BITS, LENGTHS, SLOTS, STORED

FRAME_BYTES: Final = 32_768
WINDOW_POWER: Final = 15
MAX_LENGTH: Final = 257
MIN_LENGTH: Final = 4
"""Shorter repetitions are left as they are."""
MAIN: Final = 256 + 8 * SLOTS[WINDOW_POWER]


class LzxPacker:
    """Packs a stream in blocks of the kinds given, one a frame; the last goes on to the end."""

    def __init__(self, kinds: Sequence[int], *, call_bytes: int = 0) -> None:
        self._kinds = kinds
        self._call_bytes = call_bytes
        self._main, self._more = FlatCode(MAIN), FlatCode(LENGTHS)
        self._main_before, self._more_before = [0] * MAIN, [0] * LENGTHS
        self._recent = [1, 1, 1]

    def frames(self, content: bytes) -> Iterator[tuple[bytes, int]]:
        """Packed bytes and unpacked size of each frame."""
        content = _with_places(content, self._call_bytes)
        for number, start in enumerate(range(0, len(content), FRAME_BYTES)):
            bits = BitWriter()
            if number == 0:
                bits.put(int(self._call_bytes > 0), 1)
                bits.put(self._call_bytes, 32 if self._call_bytes else 0)
            end = min(start + FRAME_BYTES, len(content))
            kind = self._kinds[min(number, len(self._kinds) - 1)]
            tail = b""
            if number < len(self._kinds):
                is_last = number == len(self._kinds) - 1
                size = len(content) - start if is_last else end - start
                self._begin(bits, kind, size)
            if kind == STORED:
                tail = content[start:end]
            else:
                self._put(bits, content, start, end)
            head = _words(bits)
            if kind == STORED and number < len(self._kinds):
                head += struct.pack("<3I", *self._recent)
            yield head + tail, end - start

    def _begin(self, bits: BitWriter, kind: int, size: int) -> None:
        bits.put(kind, 3)
        bits.put(size, 24)
        if kind == STORED:
            bits.put(0, 16 - bits.count % 16)
            return
        if kind == ALIGNED:
            for _ in range(8):
                bits.put(3, 3)
        _put_lengths(bits, self._main_before[:256], self._main.lengths[:256])
        _put_lengths(bits, self._main_before[256:], self._main.lengths[256:])
        _put_lengths(bits, self._more_before, self._more.lengths)
        self._main_before, self._more_before = self._main.lengths, self._more.lengths

    def _put(self, bits: BitWriter, content: bytes, start: int, end: int) -> None:
        at = start
        while at < end:
            distance, length = _repetition(content, at, end)
            if length < MIN_LENGTH:
                self._main.put(bits, content[at])
                at += 1
                continue
            self._put_repetition(bits, distance, length)
            at += length

    def _put_repetition(self, bits: BitWriter, distance: int, length: int) -> None:
        """Append it; the code of low bits is flat, so that both kinds of block write the same."""
        recent = self._recent
        if distance in recent:
            slot = recent.index(distance)
            recent[0], recent[slot] = recent[slot], recent[0]
        else:
            slot = bisect_right(BASES, distance + 2) - 1
            self._recent = [distance, recent[0], recent[1]]
        short = min(length - 2, 7)
        self._main.put(bits, 256 + 8 * slot + short)
        if short == 7:  # noqa: PLR2004  the code of lengths has the rest
            self._more.put(bits, length - 9)
        extra = EXTRA_BITS[slot] if slot > 2 else 0  # noqa: PLR2004  behind those used last
        bits.put(distance + 2 - BASES[slot], extra)


def _repetition(content: bytes, at: int, end: int) -> tuple[int, int]:
    """Distance and length of the last place where the next bytes stand already."""
    most = min(MAX_LENGTH, end - at)
    first = max(at - (1 << WINDOW_POWER) + 3, 0)
    found = content.rfind(content[at : at + MIN_LENGTH], first, at + MIN_LENGTH - 1)
    if found < 0 or most < MIN_LENGTH:
        return 0, 0
    length = MIN_LENGTH
    while length < most and content[found + length] == content[at + length]:
        length += 1
    return at - found, length


def _put_lengths(bits: BitWriter, before: Sequence[int], lengths: Sequence[int]) -> None:
    """Differences, by a code of two symbols or, where there are more, of as many as it takes."""
    symbols = [(old - new) % 17 for old, new in zip(before, lengths, strict=True)]
    used = sorted({*symbols, 0, 1})
    code = FlatCode(len(used))
    stated = [0] * 20
    for symbol, length in zip(used, code.lengths, strict=True):
        stated[symbol] = length
    for length in stated:
        bits.put(length, 4)
    for symbol in symbols:
        code.put(bits, used.index(symbol))


def _words(bits: BitWriter) -> bytes:
    raw = bytearray(bits.to_bytes())
    raw += bytes(len(raw) & 1)
    raw[::2], raw[1::2] = raw[1::2], raw[::2]
    return bytes(raw)


def _with_places(content: bytes, call_bytes: int) -> bytes:
    """Make the addresses of calls absolute, frame by frame, as a reader undoes it."""
    if not call_bytes:
        return content
    out = bytearray(content)
    for start in range(0, len(content), FRAME_BYTES):
        last = min(start + FRAME_BYTES, len(content)) - 10
        at = out.find(CALL, start, last)
        while at >= 0:
            own = int.from_bytes(out[at + 1 : at + 5], "little", signed=True)
            if -at <= own < call_bytes:
                place = own + at if own < call_bytes - at else own - call_bytes
                out[at + 1 : at + 5] = (place & 0xFFFFFFFF).to_bytes(4, "little")
            at = out.find(CALL, at + 5, last)
    return bytes(out)
