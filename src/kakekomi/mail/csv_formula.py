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

_LINK: Final = re.compile(
    r"(?:^|[,;\t\"'])[ \t]{0,8}[=+\-@][^\r\n|,;]{0,100}?([A-Za-z][\w.\\:]{1,99})\|"
    r"'([^'\r\n]{0,2000})'!",
    re.MULTILINE,
)
"""Takes ``=cmd|'/c exercise'!A1``; refuses ``a | b`` and ``cmd|'x'!A1`` without a sign."""


def find(text: str) -> tuple[str, ...]:
    """Give program and command of each such link."""
    if "|" not in text:
        return ()
    hits = _LINK.finditer(text[:MAX_TEXT_CHARS])
    found = dict.fromkeys(
        f"{hit[1]}|{hit[2]}" for _, hit in zip(range(MAX_FORMULAS), hits, strict=False)
    )
    return tuple(found)
