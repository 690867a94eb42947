"""Make hostile text harmless to look at: nothing invisible, nothing that moves other text.

Names and texts of mails are verbatim everywhere else. Where a person reads them, characters that
control a terminal (ESC), turn the reading direction (U+202E makes ``fdp.exe`` look like
``exe.pdf``), end a line or have no shape at all are shown as ``[U+202E]``.
"""

import re
import unicodedata
from typing import Final

LINE_MARK: Final = "\u21b5"
"""Shown for a line end inside a value, which must stay on its line."""

SHOWN_CHARS: Final = 400
"""Of one value: enough to recognize it; the whole of it stands in the JSON."""

_SHAPELESS: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})

_BLANK_LETTERS: Final = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Letters by category that are drawn as nothing; attackers use them as spaces."""

_PLAIN: Final = re.compile(r"[ -~\u3041-\u30ff\u4e00-\u9fff\uff01-\uff9f]*")
"""Text that needs no look at each character: takes 'a.zip' and '請求書', refuses '\\x1b'."""

_LINE_END: Final = re.compile(r"\r\n|[\n\r\v\f\x85\u2028\u2029]")
"""A line end: takes '\\r\\n' as one and '\\u2028', refuses a blank."""

LONE_SURROGATE: Final = re.compile("[\ud800-\udfff]")
"""Half of a pair: takes '\\udcff', which stands for the byte FF; refuses every real letter."""

ESCAPED_BYTE: Final = 0xDC00
"""Python's ``surrogateescape`` adds this to a byte that it could not decode (PEP 383)."""


def visible(text: str) -> str:
    """The text on one line, each character that can't be seen spelled out."""
    if _PLAIN.fullmatch(text):
        return text
    return "".join(map(_shown, _LINE_END.sub(LINE_MARK, text)))


def excerpt(text: str) -> str:
    """``visible``, cut to what a person reads; how much is missing is said."""
    if len(text) <= SHOWN_CHARS:
        return visible(text)
    return f"{visible(text[:SHOWN_CHARS])}… (+{len(text) - SHOWN_CHARS})"


def _shown(char: str) -> str:
    if unicodedata.category(char) in _SHAPELESS or char in _BLANK_LETTERS:
        return f"[U+{ord(char):04X}]"
    return char


def valid_text(name: str) -> str:
    r"""A file name as text that can be written anywhere.

    Bytes of a name that are no text reach Python as lone surrogates, which neither JSON nor SQLite
    takes; they become ``\xff`` (on Windows ``\ud800``), so that two names stay two.
    """
    return LONE_SURROGATE.sub(lambda found: _spelled(ord(found[0])), name)


def _spelled(code: int) -> str:
    byte = code - ESCAPED_BYTE
    return f"\\x{byte:02x}" if 0x80 <= byte <= 0xFF else f"\\u{code:04x}"  # noqa: PLR2004
