"""SQL as tokens, enough to see which columns a SELECT gives and where they come from."""

import re
from dataclasses import dataclass
from typing import Final

TOKEN: Final = re.compile(
    r"(?P<skip>\s+|--[^\n]*|/\*.*?\*/)"
    r"|(?P<text>'(?:[^']|'')*')"
    r"|(?P<quoted>\"(?:[^\"]|\"\")*\"|`[^`]*`|\[[^\]]*\])"
    r"|(?P<word>[A-Za-z_][A-Za-z0-9_]*)"
    r"|(?P<number>\d[\w.]*)"
    r"|(?P<sign>\|\||<>|[<>=!]=|.)",
    re.DOTALL,
)
"""Takes ``a.name || 'x' -- why``; refuses nothing: what is no token of SQL is a sign."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word, text, quoted name, number or sign."""

    kind: str
    text: str
    """Words and signs in lower case; text and quoted names verbatim."""
    line: int
    """From 0, counted from the start of the query."""


def tokens(sql: str) -> tuple[Token, ...]:
    """All tokens without blanks and comments."""
    found: list[Token] = []
    line = 0
    for match in TOKEN.finditer(sql):
        kind, text = match.lastgroup or "sign", match[0]
        if kind != "skip":
            found.append(Token(kind, text.lower() if kind in {"word", "sign"} else text, line))
        line += text.count("\n")
    return tuple(found)
