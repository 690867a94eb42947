"""Give the line ends of a mail two forms, LF and CRLF, without moving a byte.

Lone CR (old Macs, stripped LF) and CR CR LF (text converted twice) occur in mail. The build is
found in a copy in which they are mended; bodies are cut from the original at the same offsets.
"""

import re
from typing import Final

import msgspec

LONE_RETURN: Final = re.compile(rb"\r(?!\n)")
"""Takes the CR of ``a CR b``; refuses that of ``CR LF``."""
RETURNS: Final = re.compile(rb"\r\r++(\n)?")
"""A run of CR, taken whole: takes ``CR CR LF`` and ``CR CR``; refuses ``CR LF``."""


class Source(msgspec.Struct, frozen=True, gc=False):
    """A mail's bytes and the copy to find its build in."""

    data: bytes
    lines: bytes
    """The same length with every line end LF or CRLF; only for finding the build."""


def source_of(data: bytes) -> Source:
    """Give every line end one of two forms without moving a byte."""
    if LONE_RETURN.search(data) is None:
        return Source(data, data)
    lines = RETURNS.sub(_same_length, data)
    return Source(data, LONE_RETURN.sub(b"\n", lines))


def _same_length(found: re.Match[bytes]) -> bytes:
    """Before LF all but one CR become blanks, or lines of their own if nothing is before them."""
    start, end = found.span()
    if found[1] is None:
        return b"\n" * (end - start)
    is_blank = found.string[start - 1 : start] == b"\n"
    return (b"\n" if is_blank else b" ") * (end - start - len(b"\r\n")) + b"\r\n"
