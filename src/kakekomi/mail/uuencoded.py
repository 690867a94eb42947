"""Find uuencoded files that stand in the text of a mail.

A file is ``begin MODE NAME``, lines of data, and ``end``. Old mailers attached this way, and mail
programs still show such files. The first line of data must decode, so that a sentence that begins
with "begin" is none.

Source: POSIX uuencode
"""

import binascii
from typing import Final

import msgspec

from kakekomi.mail.multipart import Span
from kakekomi.mail.transfer import UU_BEGIN

MAX_FILES: Final = 100
"""More files than anyone put into one text."""


class UuFile(msgspec.Struct, frozen=True):
    """Where a file stands, its ``begin`` and ``end`` lines included."""

    name: bytes
    span: Span


def find(lines: bytes, start: int, end: int) -> tuple[UuFile, ...]:
    """Return the files in ``lines[start:end]``, whose lines end in LF or CRLF."""
    found: list[UuFile] = []
    at = max(start - 1, 0)
    while len(found) < MAX_FILES:
        begin = UU_BEGIN.search(lines, at, end)
        if begin is None:
            break
        at = begin.end()
        if not _is_data(lines[at : at + 100].split(b"\n")[0].rstrip(b"\r"), begin.group()):
            continue
        stop = lines.find(b"\nend", at, end)
        at = end if stop < 0 else stop + 4
        found.append(UuFile(begin.group(1), Span(begin.start(), at)))
    return tuple(found)


def _is_data(line: bytes, begin: bytes) -> bool:
    if b"begin-base64" in begin:
        return True
    try:
        return line != b"" and len(binascii.a2b_uu(line)) > 0
    except binascii.Error:
        return False
