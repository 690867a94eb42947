"""Find formulas in comma-separated text that make Excel start another program (DDE).

Excel opens a .csv by a double-click and takes what begins with ``=``, ``+``, ``-`` or ``@`` for a
formula. ``=cmd|'/c …'!A1`` asks the program ``cmd`` for a value; Excel asks twice before.

Source: [MS-OFFDDE] in words; Microsoft's support article on formulas of DDE links
"""

import re
from typing import Final

MAX_FORMULAS: Final = 20
"""Of one file; one is enough."""
MAX_TEXT_CHARS: Final = 1_000_000
"""Looked at; attackers want the first rows."""

MAX_PLACES: Final = 200
"""Where program and command may meet; an honest table has none."""
MAX_BEFORE_CHARS: Final = 220
"""Looked at before such a place, from the sign of the formula on."""
MAX_BEHIND_CHARS: Final = 2_100
"""Looked at behind it: a command line."""

_LINK: Final = re.compile(
    r"(?:^|[,;\t\"'])[ \t]{0,8}[=+\-@][^\r\n|,;]{0,100}?([A-Za-z][\w.\\:]{1,99})\|"
    r"'([^'\r\n]{0,2000})'!",
    re.MULTILINE,
)
"""Takes ``=cmd|'/c exercise'!A1``; refuses ``a | b`` and ``cmd|'x'!A1`` without a sign."""


def find(text: str) -> tuple[str, ...]:
    """Give program and command of each such link."""
    found: dict[str, None] = {}
    at = text.find("|'", 0, MAX_TEXT_CHARS)
    for _ in range(MAX_PLACES):
        if at < 0 or len(found) == MAX_FORMULAS:
            break
        around = text[max(at - MAX_BEFORE_CHARS, 0) : at + MAX_BEHIND_CHARS]
        hit = _LINK.search(around)
        if hit is not None:
            found[f"{hit[1]}|{hit[2]}"] = None
        at = text.find("|'", at + 2, MAX_TEXT_CHARS)
    return tuple(found)
