"""Take a page of a pack apart: TOML front matter between ``+++`` lines, then Markdown."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

FENCE: Final = "+++"

TOML_LINE: Final = re.compile(r"at line (\d+)")
"""Takes the place in tomllib's messages: ``(at line 3, column 5)``."""

LINK: Final = re.compile(r"\]\(([a-z]+):([^)\s]+)\)")
"""Takes ``](step:isolate-pc)``; refuses ``](#top)``."""


@dataclass(frozen=True, slots=True)
class Link:
    """A link in the Markdown."""

    scheme: str
    target: str
    line: int


@dataclass(frozen=True, slots=True)
class Page:
    """The parts; nothing is interpreted yet."""

    front: Mapping[str, Any]
    """Empty if there is none or it can't be read."""
    body: str
    links: tuple[Link, ...]
    error: str = ""
    """What is wrong with the front matter; empty if nothing."""
    error_line: int = 0


def parse_page(text: str) -> Page:
    """The page in parts."""
    lines = text.splitlines()
    links = _links(lines)
    if not lines or lines[0].strip() != FENCE:
        return Page({}, text, links)
    end = next((i for i, line in enumerate(lines[1:], 1) if line.strip() == FENCE), 0)
    if not end:
        return Page({}, text, links, "front matter has no closing +++ line", 1)
    body = "\n".join(lines[end + 1 :]).strip()
    try:
        return Page(tomllib.loads("\n".join(lines[1:end])), body, links)
    except tomllib.TOMLDecodeError as error:
        return Page({}, body, links, f"front matter is no TOML: {error}", 1 + toml_line(error))


def toml_line(error: tomllib.TOMLDecodeError) -> int:
    """The line an error names; 0 if it names none."""
    match = TOML_LINE.search(str(error))
    return int(match[1]) if match else 0


def _links(lines: list[str]) -> tuple[Link, ...]:
    return tuple(
        Link(match[1], match[2], number)
        for number, line in enumerate(lines, 1)
        for match in LINK.finditer(line)
    )
