"""Give the line ends of a mail two forms, LF and CRLF, without moving a byte.

Lone CR (old Macs, stripped LF) and CR CR LF (text converted twice) occur in mail. The build is
found in a copy in which they are mended; bodies are cut from the original at the same offsets.
"""

import re
from typing import Final

import msgspec

LONE_RETURN: Final = re.compile(rb"\r(?!\n)")
"""Takes the first CR of ``CR CR LF``; refuses that of ``CR LF``."""
EXTRA_RETURNS: Final = re.compile(rb"(?P<blank>(?<=\n)\r+(?=\r\n))|\r+(?=\r\n)")
"""Takes the first CR of ``CR CR LF``, as a line of its own (``blank``) if nothing is before it."""


class Source(msgspec.Struct, frozen=True):
    """A mail's bytes and the copy to find its build in."""

    data: bytes
    lines: bytes
    """The same length with every line end LF or CRLF; only for finding the build."""


def source_of(data: bytes) -> Source:
    """Give every line end one of two forms without moving a byte."""
    if b"\r" not in data or data.count(b"\r") == data.count(b"\r\n"):
        return Source(data, data)
    lines = EXTRA_RETURNS.sub(_same_length, data)
    return Source(data, LONE_RETURN.sub(b"\n", lines))


def _same_length(found: re.Match[bytes]) -> bytes:
    return (b"\n" if found["blank"] else b" ") * len(found.group())
