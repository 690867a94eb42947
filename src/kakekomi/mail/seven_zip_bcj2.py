r"""Undo BCJ2, by which 7-Zip packs programs: calls and jumps in streams of their own.

7-Zip up to version 22 uses it by itself for every .exe and .dll, so a program sent as .7z mostly
comes this way. Four streams make one::

    stream  holds
    main    the program without the addresses that were taken out
    call    addresses behind E8, big-endian, as places in the program
    jump    the same behind E9, and behind 0F 80 to 0F 8F
    coded   for each of these opcodes one bit, range coded: 1 if its address was taken out

The probability of a bit is that of its kind: E9, 0F 8x, or E8 behind each of 256 bytes. An address
becomes relative again: the place behind it is subtracted, and it is written little-endian.

Source: 7-Zip, DOC/Methods.txt; Bcj2.c of the LZMA SDK (public domain) for the order of things
"""

import re
from collections.abc import Callable, Iterator
from typing import Final

from kakekomi.facts.errors import ParseError
from kakekomi.mail.archive_stream import Stream
from kakekomi.mail.seven_zip_header import WHERE

METHOD: Final = b"\x03\x03\x01\x1b"
INPUTS: Final = 4
CALL: Final = 0xE8
JUMP: Final = 0xE9
LONG: Final = 0x0F
"""In front of the second byte of a conditional jump."""
CONDITIONS: Final = range(0x80, 0x90)
BRANCH: Final = re.compile(rb"[\xe8\xe9]|(?<=\x0f)[\x80-\x8f]")
"""The last byte of an opcode: takes E8 and the 84 of 0F 84; refuses 84 alone."""
BRANCH_COST: Final = 5
"""What one costs, in bytes of the slow decoders."""
BRANCHES_AT_ONCE: Final = 4_096
"""Counted together."""
EVEN: Final = 1_024
"""A probability of one half, of 2,048."""
TOP: Final = 1 << 24
WORD: Final = 0xFFFFFFFF

Pay = Callable[[int], None]
"""Counts the cost of slow decoding. Raises ParseError when there was enough of it."""


def unpack(streams: list[Stream], pay: Pay) -> Stream:
    """Chunks of the program; ``streams`` are main, call, jump and coded.

    Raises:
        ParseError: while reading, if one of them ends too early or it costs too much.
    """
    main, call, jump, coded = streams
    bits = _Bits(coded)
    calls, jumps = _Addresses(call), _Addresses(jump)
    place = last = branches = 0
    for chunk in main:
        out = bytearray()
        at = 0
        while (found := _next(chunk, at, last)) >= 0:
            out += chunk[at : found + 1]
            branch, before = chunk[found], chunk[found - 1] if found > at else last
            at, last = found + 1, branch
            branches += 1
            if branches == BRANCHES_AT_ONCE:
                pay(BRANCH_COST * branches)
                branches = 0
            if bits.take(_kind(branch, before)):
                place_behind = place + len(out) + 4
                own = (calls if branch == CALL else jumps).take() - place_behind & WORD
                out += own.to_bytes(4, "little")
                last = own >> 24
        out += chunk[at:]
        last = chunk[-1] if at < len(chunk) else last
        place += len(out)
        yield bytes(out)


def _next(chunk: bytes, at: int, last: int) -> int:
    """Where the next opcode ends, ``last`` being the byte in front of ``at``; -1: nowhere."""
    if last == LONG and at < len(chunk) and chunk[at] in CONDITIONS:
        return at
    found = BRANCH.search(chunk, at)
    return found.start() if found is not None else -1


def _kind(branch: int, before: int) -> int:
    if branch == CALL:
        return 2 + before
    return 1 if branch == JUMP else 0


class _Addresses:
    """A stream of addresses."""

    __slots__ = ("_at", "_held", "_stream")

    def __init__(self, stream: Stream) -> None:
        self._stream = stream
        self._held = b""
        self._at = 0

    def take(self) -> int:
        """The next one."""
        while self._at + 4 > len(self._held):
            chunk = next(self._stream, None)
            if chunk is None:
                raise ParseError("addresses end early", where=WHERE)
            self._held = self._held[self._at :] + chunk
            self._at = 0
        self._at += 4
        return int.from_bytes(self._held[self._at - 4 : self._at], "big")


class _Bits:
    """The range decoder."""

    __slots__ = ("_bytes", "_code", "_probabilities", "_range")

    def __init__(self, coded: Stream) -> None:
        self._bytes: Iterator[int] = (byte for chunk in coded for byte in chunk)
        self._probabilities = [EVEN] * (2 + 256)
        self._range = 0
        self._code = 0

    def take(self, kind: int) -> bool:
        """The next bit of its kind."""
        if not self._range:  # the first five bytes are read when a bit is wanted at all
            self._range = WORD
            for _ in range(5):
                self._code = (self._code << 8 | self._byte()) & WORD
        if self._range < TOP:
            self._range <<= 8
            self._code = (self._code << 8 | self._byte()) & WORD
        probability = self._probabilities[kind]
        bound = (self._range >> 11) * probability
        if self._code < bound:
            self._range = bound
            self._probabilities[kind] = probability + (2_048 - probability >> 5)
            return False
        self._range -= bound
        self._code -= bound
        self._probabilities[kind] = probability - (probability >> 5)
        return True

    def _byte(self) -> int:
        byte = next(self._bytes, None)
        if byte is None:
            raise ParseError("bits of opcodes end early", where=WHERE)
        return byte
