"""Find the fields of a Word text that fetch from another program (DDE) by their instructions.

A ``DDEAUTO`` field starts a program when the document is opened, after two questions most people
answer with yes; no macro is needed. Word writes a field as begin mark, instruction, separator,
result, end mark. In a package the instruction may be spread over many runs.

Source: ECMA-376 part 1, sections 17.16.5.12 and 17.16.18; [MS-DOC] section 2.8.25; [MS-OFFMACRO2]
"""

import re
from typing import Final

from kakekomi.mail import markup

MAX_INSTRUCTION_CHARS: Final = 2_000
"""Command lines are shorter; more is filling."""

_RUN: Final = re.compile(
    r'w:(?:(?<=<w:)instrText(?:\s[^<>]*)?>([^<]*)|fldCharType="(begin|end)"|instr="([^"]*)")'
)
"""Takes ``<w:instrText>DDEAUTO``; refuses ``<w:instrTextExtra>``. What all begin with stands first,
which makes the search five times as fast."""
_DDE: Final = re.compile(r"\bDDE(?:AUTO)?\b.*", re.IGNORECASE | re.DOTALL)
"""Takes ``DDEAUTO c:\\x.exe "y"``; refuses ``ADDED``."""
_MARKED: Final = re.compile(rb"\x13\0?((?:[ \0]|DDE)[^\x14\x15]{2,4000})")
"""Takes ``13 20 "DDEAUTO" 20 …``; refuses ``13 "PAGE" 15``."""


def in_markup(document: str) -> list[str]:
    """Give the DDE instructions of a part such as ``word/document.xml``."""
    if "nstr" not in document:
        return []
    instructions: list[str] = [""]
    for text, mark, simple in _RUN.findall(document):
        if mark:
            instructions.append("")
        elif simple:
            instructions.append(markup.unescape(simple))
        else:
            instructions[-1] += markup.unescape(text)
    return _dde(instructions)


def in_stream(text: bytes) -> list[str]:
    """Give the DDE instructions of a WordDocument stream, whichever width its text has."""
    if b"\x13" not in text:
        return []
    found = _MARKED.findall(text)
    return _dde([raw.replace(b"\0", b"").decode("cp1252", "replace") for raw in found])


def in_text(instruction: str) -> list[str]:
    """Give the DDE instruction that the text of one field holds, if any."""
    return _dde([instruction])


def _dde(instructions: list[str]) -> list[str]:
    hits = (_DDE.search(text[: 4 * MAX_INSTRUCTION_CHARS]) for text in instructions)
    return [hit[0][:MAX_INSTRUCTION_CHARS].strip() for hit in hits if hit is not None]
