"""Recognize an attribution: the line above a quotation that says who wrote it.

Mail programs write it in the reader's language, with a date, a name, an address, in any order, and
wrap it where it is long. In a mail's own words the same verbs occur; so the line must end there.

Source: observed mail of Outlook, Gmail, Apple Mail, Thunderbird, Becky!, Yahoo! Japan
"""

import re
from typing import Final

ATTRIBUTION: Final = re.compile(
    r"[ \t]*(?:"
    r"(?:On|Am|Le|El)\b[^\n]{6,300}?\b(?:wrote|schrieb[^\n]{0,100}|écrit|escribió)[ \t]*[:：]"
    r"|\d{4}[年/.-]\s?\d{1,2}[月/.-]\s?\d{1,2}日?[^\n]{0,250}"
    r"(?:[:：]|書きました[。.:：]?|wrote[:：]?)"
    r"|[^\n]{1,200}(?:さん|様|さま|氏)?(?:は|が)(?:書きました|書かれました|以下のように書きました)[。.:：]?"
    r"|[^\n]{0,200}\bwrote[:：]"
    r")[ \t]*\r?\Z",
    re.IGNORECASE,
)
"""Takes ``On Mon, X wrote:``, ``2022年3月1日(火) 18:38 X <a@b.example>:``; no ``He wrote a``."""
VERBS: Final = ("wrote", "schrieb", "écrit", "escribió", "書")
"""One of them stands in every attribution that does not begin with a date."""
WRAPPED: Final = ("On ", "Am ", "Le ", "20")
"""How an attribution begins that is wrapped into two lines."""
ENDS: Final = ":："
"""Last signs of an attribution; one with 「書きました」 may do without."""
ENDING_CHARS: Final = 8
"""「書きました。」 and its kin."""


def may_end(shown: str) -> bool:
    """Look cheaply whether a stripped line ends as an attribution does."""
    return shown[-1:] in ENDS or "書" in shown[-ENDING_CHARS:]


def is_one(shown: str) -> bool:
    """Whether a stripped line, or two of them joined, is an attribution.

    ``ATTRIBUTION`` is asked only where a plain look finds a date or a verb.
    """
    lower = shown.casefold()
    is_likely = shown[:1].isdigit() or any(verb in lower for verb in VERBS)
    return is_likely and ATTRIBUTION.match(shown) is not None
