"""Cut a multipart body at its boundary lines, and guess the boundary where it is wrong.

A part lies between two lines ``--boundary``; ``--boundary--`` closes. No part may be lost, whatever
else is wrong: what follows a close is read on, a boundary that is missing, misspelt or never
occurs is guessed from a line ``--…`` that is followed by a part's header.

Source: RFC 2046 section 5.1
"""

import re
from itertools import pairwise
from typing import Final

import msgspec

MAX_DELIMITERS: Final = 20_000
"""Boundary lines looked at in one body; more than any part limit, and bounded time."""
MAX_TAIL_BYTES: Final = 80
"""Blanks that may follow a boundary; more on the line means that it is another line."""

PART_START: Final = re.compile(
    rb"\n--([^\r\n]{1,400}+)\r?\n(?i:content-[a-z-]{2,30}|mime-version)[ \t]*:"
)
"""Takes ``b"\\n--x\\nContent-Type:"``; refuses ``b"\\n-- \\nKind regards"``."""


CR: Final = 0x0D


class Span(msgspec.Struct, frozen=True, gc=False):
    """Where something lies: bytes from the start of the buffer."""

    start: int
    end: int


class Cuts(msgspec.Struct, frozen=True, gc=False):
    """A multipart body in pieces."""

    preamble: Span
    parts: tuple[Span, ...]
    between: tuple[Span, ...]
    """Text after a close: the epilogue, and what stands between a close and the next part."""
    closed: bool
    resumed: bool
    """A part began after a close."""
    truncated: bool = False
    """More boundary lines than MAX_DELIMITERS."""


class _Delimiter(msgspec.Struct, frozen=True, gc=False):
    start: int
    """Of the line end before it, which belongs to the boundary."""
    after: int
    closes: bool


def cut(buffer: bytes, boundary: bytes, start: int, end: int) -> Cuts | None:
    """Cut ``buffer[start:end]``; None if the boundary does not occur."""
    delimiters = _delimiters(buffer, boundary, start, end)
    if not delimiters:
        return None
    parts: list[Span] = []
    between: list[Span] = []
    stops = (*(d.start for d in delimiters[1:]), end)
    for delimiter, stop in zip(delimiters, stops, strict=True):
        span = Span(min(delimiter.after, stop), stop)
        (between if delimiter.closes else parts).append(span)
    closes = [d.closes for d in delimiters]
    return Cuts(
        preamble=Span(start, max(start, delimiters[0].start)),
        parts=tuple(parts),
        between=tuple(between),
        closed=any(closes),
        resumed=any(a and not b for a, b in pairwise(closes)),
        truncated=len(delimiters) >= MAX_DELIMITERS,
    )


def guess_boundary(buffer: bytes, start: int, end: int) -> bytes | None:
    """Return the boundary of the first line that looks like one and is followed by a part."""
    at = buffer.find(b"\n--", max(start - 1, 0), end)
    while at >= 0:
        found = PART_START.match(buffer, at, end)
        if found is not None:
            return found.group(1).rstrip(b" \t")
        at = buffer.find(b"\n--", at + 1, end)
    return None


def _delimiters(buffer: bytes, boundary: bytes, start: int, end: int) -> list[_Delimiter]:
    marker = b"\n--" + boundary
    found: list[_Delimiter] = []
    at = buffer.find(marker, max(start - 1, 0), end)
    looked = 0
    while at >= 0 and looked < MAX_DELIMITERS:
        looked += 1
        tail = at + len(marker)
        line_end = buffer.find(b"\n", tail, end)
        stop = end if line_end < 0 else line_end
        text = buffer[tail : min(stop, tail + MAX_TAIL_BYTES)].strip()
        if text in {b"", b"--", b"-"}:
            lead = at - 1 if at > start and buffer[at - 1] == CR else at
            after = stop if line_end < 0 else stop + 1
            found.append(_Delimiter(max(lead, start), after, text != b""))
        at = buffer.find(marker, max(stop, tail), end)
    return found
