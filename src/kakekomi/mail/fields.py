"""Find a header block and cut it into fields.

A block is lines ``name ":" value``, continued by lines that begin with a blank, up to an empty
line. What really comes: no empty line before the body, torn lines in the middle, a mailbox's
``From `` line, the part's empty line one line too early. A torn line stays with the field before
it if known fields follow; otherwise it is the first line of the body.

Source: RFC 5322 section 2.2; RFC 2045 section 3
"""

import re
from typing import Final

import msgspec

from kakekomi.mail.defect import Defect, DefectKind

MAX_HEADER_BYTES: Final = 1_048_576
"""Mail servers take 32-256 KiB of header; four times that is damage or an attack."""
LF: Final = 0x0A
CR: Final = 0x0D
MAX_FIELDS: Final = 2_000
"""Long list threads reach some hundreds of fields."""

FIELD: Final = re.compile(rb"\n([!-9;-~]++)[ \t]*+:[ \t]*+")
"""Takes ``b"\\nSubject : "``; refuses ``b"\\nDear all:"``, whose blank is inside."""
CONTINUED: Final = re.compile(rb"\n[ \t]")
"""A line that goes on with a field: takes ``b"\n\tby"``; refuses ``b"\nTo:"``."""
TORN: Final = re.compile(rb"\n(?![ \t]|\r?\n|\r?\Z|[!-9;-~]++[ \t]*+:)")
"""A line that is no field and continues none: takes ``b"\\nHello"``; refuses ``b"\\nTo:"``."""
KNOWN: Final = re.compile(
    rb"\n(?i:content-(?:type|transfer-encoding|disposition)|mime-version|from|to|cc|subject|date"
    rb"|message-id|received|reply-to|return-path|in-reply-to|references|x-[\w-]+)[ \t]*+:"
)
"""A field that proves that the header goes on: takes ``b"\\nMIME-Version:"``; refuses ``Note:``."""
MBOX_LINE: Final = re.compile(rb"\n>?From [^\n]*")
"""Takes ``b"\\n>From a@b.example Tue Mar  1"``; refuses ``b"\\nFrom: a@b.example"``."""
PART_KNOWN: Final = re.compile(rb"\n(?i:content-[\w-]+|mime-version)[ \t]*+:")
"""The same for a part, where a text may say ``From:``: takes ``b"\\nContent-ID:"``."""
PART_FIELD: Final = re.compile(
    rb"(?:\r?\n)*+((?i:content-(?:type|transfer-encoding|disposition)))[ \t]*+:"
)
"""A part's field behind a misplaced empty line: takes ``b"Content-Type:"``; refuses ``b"To:"``."""
UNINDENTED: Final = re.compile(rb"\n(?i:boundary|charset|name|filename|format)[*0-9]*+=")
"""A parameter that lost its indentation: takes ``b"\\ncharset=x"``; refuses ``b"\\na = b"``."""


class Header(msgspec.Struct, frozen=True, gc=False):
    """A header block."""

    fields: tuple[tuple[bytes, bytes], ...]
    """(name in lower case, value with its folds), in order."""
    end: int
    """Where the body begins, in bytes from the start of the buffer."""
    defects: tuple[Defect, ...] = ()


def read(buffer: bytes, start: int, end: int, *, is_part: bool = False) -> Header:
    """Read the block that begins at ``start``. Lines of ``buffer`` must end in LF or CRLF.

    A part may have no header at all: then it begins with an empty line, or with no field.
    """
    stop, body = _blank_line(buffer, start, end)
    found: list[Defect] = []
    block = b"\n" + buffer[start : min(stop, start + MAX_HEADER_BYTES)]
    if stop - start > MAX_HEADER_BYTES:
        found.append(Defect(DefectKind.HEADER_LIMIT, f"{stop - start} bytes"))
    misplaced = PART_FIELD.match(buffer, body, end) if is_part else None
    if misplaced and _continues(block, misplaced[1]):
        found.append(Defect(DefectKind.BLANK_LINE_IN_HEADER))
        block, body = _second_block(buffer, block, body, end)
    pieces = FIELD.split(block)
    if not _is_sound(block, pieces) and TORN.search(block):
        block, torn, at = _mend(block, PART_KNOWN if is_part else KNOWN)
        found.append(torn)
        body = body if at is None else start + at
        pieces = FIELD.split(block)
    elif stop == end:
        found.append(Defect(DefectKind.MISSING_BODY))
    fields = _fields(pieces)
    if len(fields) > MAX_FIELDS:
        found.append(Defect(DefectKind.HEADER_LIMIT, f"{len(fields)} fields"))
        fields = fields[:MAX_FIELDS]
    return Header(fields, body, tuple(found))


def _blank_line(buffer: bytes, start: int, end: int) -> tuple[int, int]:
    """Return (end of the last field, start of the body); both ``end`` if no empty line comes."""
    if buffer.startswith((b"\n", b"\r\n"), start, end):
        return start, start + (1 if buffer[start] == LF else 2)
    line_end = buffer.find(b"\n", start, end)
    if line_end > start and buffer[line_end - 1] == CR:
        with_return = buffer.find(b"\n\r\n", start, end)
        before = end if with_return < 0 else min(with_return + len(b"\n\r\n\n"), end)
        bare = buffer.find(b"\n\n", start, before)
    else:
        bare = buffer.find(b"\n\n", start, end)
        stop = end if bare < 0 else bare
        has_return = buffer.find(b"\r", start, stop) >= 0
        with_return = buffer.find(b"\n\r\n", start, stop) if has_return else -1
        bare = bare if with_return < 0 else -1
    if bare >= 0:
        return bare, bare + 2
    return (end, end) if with_return < 0 else (with_return, with_return + 3)


def _continues(block: bytes, name: bytes) -> bool:
    """Tell whether a field behind the empty line is the part's own and not that of a mail in it."""
    lower = block.lower()
    return b"message/" not in lower and b"\n" + name.lower() not in lower


def _second_block(buffer: bytes, block: bytes, start: int, end: int) -> tuple[bytes, int]:
    while buffer.startswith((b"\n", b"\r\n"), start, end):
        start += 1 if buffer[start] == LF else 2
    stop, body = _blank_line(buffer, start, end)
    return block.rstrip(b"\r\n") + b"\n" + buffer[start : min(stop, start + MAX_HEADER_BYTES)], body


def _mend(block: bytes, known: re.Pattern[bytes]) -> tuple[bytes, Defect, int | None]:
    """Return the block without mailbox lines, the defect, and where the body begins in the block.

    None for the last: the header goes on to its empty line.
    """
    for match in TORN.finditer(block):
        at = match.start()
        if MBOX_LINE.match(block, at) or UNINDENTED.match(block, at):
            continue
        line = block[at + 1 : at + 81].split(b"\n")[0].decode("latin-1")
        if known.search(block, at):
            return MBOX_LINE.sub(b"", block), Defect(DefectKind.JUNK_IN_HEADER, line), None
        return MBOX_LINE.sub(b"", block[:at]), Defect(DefectKind.MISSING_BLANK_LINE, line), at
    return MBOX_LINE.sub(b"", block), Defect(DefectKind.JUNK_IN_HEADER), None


def _is_sound(block: bytes, pieces: list[bytes]) -> bool:
    """Whether each line begins a field or continues one: nothing can be torn then.

    Counting takes half the time of looking at each line with ``TORN``.
    """
    return block.count(b"\n") == len(pieces) // 2 + len(CONTINUED.findall(block))


def _fields(pieces: list[bytes]) -> tuple[tuple[bytes, bytes], ...]:
    """Names and values; whatever stands before the first field is dropped."""
    return tuple(zip(map(bytes.lower, pieces[1::2]), map(bytes.rstrip, pieces[2::2]), strict=True))
