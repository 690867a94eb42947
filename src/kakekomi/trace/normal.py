"""The form in which texts are compared: what re-wrapping, re-encoding and quoting leave alone.

Lower-case letters and digits of the NFKC form, as UTF-8, nothing else. Quote marks, and the lines
that a mail program puts above a quotation, are gone; they are of the program and not of the writer.
Lines of that shape in a mail's own words ("Date: 3 March") go as well, on both sides alike.
"""

import re
import unicodedata
from typing import Final

from kakekomi.mail import attribution, quotation, quoted_header
from kakekomi.mail.attribution import WRAPPED

MAX_TEXT_CHARS: Final = 16_384
"""Of one text: Emotet's module took the first 16 KB of a body, and more proves no more."""

QUOTE_MARKS: Final = re.compile(
    r"^[ \t　]*+(?:(?:[>＞]|[|｜](?=[ \t　])|[A-Za-z]{1,4}>)[ \t　]*+)+", re.MULTILINE
)
"""Marks before a quoted line: takes ``> > a`` and ``JS> a``; refuses ``a > b``."""
NO_LETTERS: Final = re.compile(r"[\W_]+")
"""What is left out: takes ``, 「``; refuses ``ー`` and ``9``."""
MARK_SIGNS: Final = (">", "＞", "|", "｜")
LINE_SIGNS: Final = (":", "：", "書", "--", "==", "__")
"""Without one of these no line is of a mail program."""


def normal_form(text: str) -> bytes:
    """Give the normal form of at most ``MAX_TEXT_CHARS`` of the text."""
    text = text[:MAX_TEXT_CHARS]
    if any(map(text.__contains__, MARK_SIGNS)):
        text = QUOTE_MARKS.sub("", text)
    if any(map(text.__contains__, LINE_SIGNS)):
        text = _without_program_lines(text)
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    return NO_LETTERS.sub("", text.lower()).encode("utf-8", "ignore")


def _without_program_lines(text: str) -> str:
    kept: list[str] = []
    for line in text.split("\n"):
        shown = line.strip()
        if shown and _is_program_line(shown):
            if kept and attribution.may_end(shown) and kept[-1].lstrip().startswith(WRAPPED):
                _drop_beginning(kept, shown)
            continue
        kept.append(line)
    return "\n".join(kept)


def _drop_beginning(kept: list[str], shown: str) -> None:
    """An attribution in two lines: the first goes with the second."""
    if attribution.is_one(f"{kept[-1].strip()} {shown}"):
        kept.pop()


def _is_program_line(shown: str) -> bool:
    head = shown[: quotation.LABEL_CHARS]
    if (":" in head or "：" in head) and quotation.FIELD.match(shown):
        return True
    if shown[0] in quotation.SEPARATOR_SIGNS and quotation.SEPARATOR.match(shown):
        return True
    is_short = len(shown) <= quoted_header.MAX_ATTRIBUTION_CHARS
    return is_short and attribution.may_end(shown) and attribution.is_one(shown)
