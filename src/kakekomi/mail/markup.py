"""Read the XML of Office parts by pattern: start tags, attributes, text.

No XML parser: what is looked for are a handful of tags, the input is often damaged on purpose, and
without entities there are no entity bombs.

Source: XML 1.0, sections 2.4, 3.1, 4.3.3
"""

import html
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

MAX_VALUE_CHARS: Final = 4_000
"""Of one attribute; addresses and names end long before, and longer digit strings are attacks."""

MAX_TAG_CHARS: Final = 64_000
"""Of one start tag."""

UTF_16_MARKS: Final = (b"\xff\xfe", b"\xfe\xff")

_ATTRIBUTE: Final = re.compile(r"""([\w:.-]{1,100})\s*=\s*(?:"([^"]*)"|'([^']*)')""")
"""Takes ``state="hidden"``; refuses ``state=hidden``."""
_TEXT: Final = re.compile(r">([^<>]+)")
"""Takes ``>Enable``; refuses ``><``, between two tags."""


def decode(raw: bytes) -> str:
    """Decode a part: UTF-16 by its byte order mark, else UTF-8; broken bytes are replaced."""
    if raw.startswith(UTF_16_MARKS):
        return raw.decode("utf-16", "replace")
    return raw.decode("utf-8-sig", "replace")


def unescape(text: str) -> str:
    """Resolve character references, of at most ``MAX_VALUE_CHARS``."""
    return html.unescape(text[:MAX_VALUE_CHARS]) if "&" in text else text[:MAX_VALUE_CHARS]


def attributes(tag: str) -> dict[str, str]:
    """Give the attributes of one start tag by their names, prefixes kept, values unescaped."""
    found = _ATTRIBUTE.findall(tag[:MAX_TAG_CHARS])
    return {name: unescape(double or single) for name, double, single in found}


def tags(text: str, name: str) -> Iterator[str]:
    """Give the start tags called ``name``, with any prefix, as written."""
    for match in _start_tag(name).finditer(text):
        yield match[0]


@lru_cache(maxsize=64)
def _start_tag(name: str) -> re.Pattern[str]:
    """Takes ``<sheet a="b">`` and ``<x:sheet/>`` for ``sheet``; refuses ``<sheets>``."""
    return re.compile(rf"<(?:\w+:)?{re.escape(name)}(?=[\s/>])[^<>]*+>")


def text_of(text: str) -> str:
    """Give the text between the tags, run together as the reader sees it."""
    return "".join(_TEXT.findall(text))
