"""Lines that fit: East Asian letters take two columns, and Japanese has no blanks to break at.

Breaks follow the two rules of Japanese typesetting that a reader misses when they are broken: no
line begins with a closing mark or a full stop, none ends with an opening bracket.
Source: JIS X 4051 (line-start and line-end prohibition), reduced to these.
"""

import unicodedata
from collections.abc import Iterator
from typing import Final

NOT_FIRST: Final = frozenset(
    "、。，．,.:;!?！？：；)）]］}｝」』】〉》〕ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ"
)
NOT_LAST: Final = frozenset("(（[［{｛「『【〈《〔")


def columns(text: str) -> int:
    """Columns that the text takes on a terminal."""
    return len(text) if text.isascii() else sum(map(_columns, text))


def _columns(char: str) -> int:
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def wrap(text: str, width: int, *, indent: str = "", hanging: str | None = None) -> str:
    """Break the text to the width; ``hanging`` stands before all lines but the first."""
    later = indent if hanging is None else hanging
    room = max(width - max(columns(indent), columns(later)), 10)
    lines = list(_lines(text, room)) or [""]
    return "\n".join([indent + lines[0], *(later + line for line in lines[1:])])


def _lines(text: str, room: int) -> Iterator[str]:
    rest = text.strip(" ")
    while columns(rest) > room:
        cut = _cut(rest, room)
        yield rest[:cut].rstrip(" ")
        rest = rest[cut:].lstrip(" ")
    if rest:
        yield rest


def _cut(text: str, room: int) -> int:
    """Where to break: the last place in the room that the rules allow, else where it is full."""
    full = _fitting(text, room)
    for at in range(full, max(full - room // 2, 1), -1):
        if _may_break(text[at - 1], text[at]):
            return at
    return full


def _fitting(text: str, room: int) -> int:
    used = 0
    for count, char in enumerate(text):
        used += _columns(char)
        if used > room:
            return max(count, 1)
    return len(text)


def _may_break(before: str, after: str) -> bool:
    if after == " ":
        return True
    if after in NOT_FIRST or before in NOT_LAST:
        return False
    return before == " " or _columns(before) == 2 or _columns(after) == 2  # noqa: PLR2004
