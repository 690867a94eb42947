"""Cut a notice into sentences, each with the line it begins on.

Mail programs and people break lines inside a sentence; a line that is long and has no end goes on
in the next, unless that one begins a list item or heading.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

WRAPPED_CHARS: Final = 28
"""A shorter line was not broken for want of room: mail is wrapped at 35 kanji or 70 letters."""

END: Final = re.compile(r"(?<=[。!?！？])|(?<=[a-z0-9)\"]\.)\s+")
"""Between sentences: takes the place after ``。`` and in ``it. We``; refuses ``K. K``."""

ITEM: Final = re.compile(r"\s*(?:[-*・■●◆□○【\[「\"?]|\d+[.)])")
"""Begins an item or heading: takes ``・a`` and ``1. a``; refuses ``abc``."""

MAX_SENTENCE_CHARS: Final = 1_000
"""A line that goes on for longer is no sentence."""

ENDED: Final = ("。", ".", "!", "?", "！", "？", "」", ":", "：", "】", "]")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence."""

    line: int
    """That it begins on, from 1."""
    text: str


def sentences(lines: Sequence[str]) -> Iterator[Sentence]:
    """All sentences in order."""
    start, held = 1, ""
    for number, line in enumerate(lines, 1):
        if held and (not line.strip() or ITEM.match(line)):
            yield from _cut(start, held)
            held = ""
        if not held:
            start = number
        held = _joined(held, line.strip())
        is_long = len(held) > MAX_SENTENCE_CHARS
        if is_long or len(line.strip()) < WRAPPED_CHARS or held.endswith(ENDED):
            yield from _cut(start, held)
            held = ""
    yield from _cut(start, held)


def _joined(held: str, line: str) -> str:
    blank = " " if held[-1:].isascii() and held and line[:1].isascii() else ""
    return f"{held}{blank}{line}"


def _cut(line: int, text: str) -> Iterator[Sentence]:
    yield from (Sentence(line, piece.strip()) for piece in END.split(text) if piece.strip())
