"""The few forms of Markdown that the pages use."""

import re
from collections.abc import Iterable, Sequence
from typing import Final

FENCE_RUN: Final = re.compile(r"`+")
"""Takes each run of backticks, so that a longer one can stand around the text."""

SPECIAL: Final = re.compile(r"[\\*<\[`]|(?<!\w)_|_(?!\w)")
"""Takes ``*`` and the underscore of ``_this_``; refuses that of ``from_name``."""

BLANKS: Final = re.compile(r"\s+")
"""Takes a line end with the indent after it; refuses the text around it."""

UNSAFE_IN_ANCHOR: Final = re.compile(r"[^\w\- ]")
"""Takes ``/`` and ``.``; refuses letters, digits, ``_``, ``-`` and blanks: as GitHub does it."""


def page(title: str, *blocks: str, source: str) -> str:
    """A page with its title, and a remark on where it comes from."""
    remark = f'<!-- Generated from {source}. Change that, then run "make docs". -->'
    return "\n\n".join((remark, f"# {title}", *blocks)) + "\n"


def section(title: str, *blocks: str, level: int = 2) -> str:
    """A heading and what stands below it."""
    return "\n\n".join((f"{'#' * level} {title}", *filter(None, blocks)))


def anchor(title: str) -> str:
    """The fragment by which a heading is linked."""
    return UNSAFE_IN_ANCHOR.sub("", title.lower().strip()).replace(" ", "-")


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; cells are Markdown on one line."""
    lines = [_row(head), _row(["---"] * len(head)), *map(_row, rows)]
    return "\n".join(lines)


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


def bullets(items: Iterable[str]) -> str:
    """A list."""
    return "\n".join(f"- {item}" for item in items)


def code(text: str) -> str:
    """Text as it is, inside a line."""
    longest = max(map(len, FENCE_RUN.findall(text)), default=0)
    if not longest:
        return f"`{text}`"
    marks = "`" * (longest + 1)
    return f"{marks} {text} {marks}"


def codes(texts: Iterable[str]) -> str:
    """Several such texts; a dash for none."""
    return ", ".join(map(code, texts)) or "–"


def block(text: str, language: str = "") -> str:
    """Text as it is, on lines of its own."""
    longest = max(map(len, FENCE_RUN.findall(text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{language}\n{text.rstrip()}\n{fence}"


def plain(text: str) -> str:
    """Words that are no Markdown, such that they stay as they are."""
    return _inline(text).strip()


def _escaped(match: re.Match[str]) -> str:
    return "&lt;" if match[0] == "<" else f"\\{match[0]}"


def prose(text: str) -> str:
    """A docstring: two backticks stand around code."""
    pieces = text.split("``")
    shown = (code(piece) if i % 2 else _inline(piece) for i, piece in enumerate(pieces))
    return "".join(shown).strip()


def _inline(text: str) -> str:
    return SPECIAL.sub(_escaped, BLANKS.sub(" ", text))
