"""The pages that people read, and what stands in them."""
# ruff: noqa: ANN401 - the parser keeps its classes private

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import typer

from kakekomi.cli.main import app

ROOT: Final = Path(__file__).parents[2]

REFERENCE: Final = ROOT / "docs" / "reference"

PAGES: Final = (
    ROOT / "README.md",
    ROOT / "README.ja.md",
    ROOT / "CHANGELOG.md",
    *sorted((ROOT / "docs").rglob("*.md")),
)

WRITTEN: Final = tuple(page for page in PAGES if REFERENCE not in page.parents)
"""Pages written by people."""

BLOCK: Final = re.compile(r"^```[a-z]*\n(.*?)^```$", re.DOTALL | re.MULTILINE)
"""Takes the lines between two fences; refuses code inside a line."""

INLINE: Final = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
"""Takes code inside a line; refuses a fence."""

PROMPT: Final = re.compile(r"(?:\$ )?(?:\.venv/bin/)?kakekomi (?=[a-z-])")
"""Takes ``$ .venv/bin/kakekomi check …``; refuses ``kakekomi-demo``."""


@dataclass(frozen=True, slots=True)
class Command:
    """A command line as a page gives it."""

    words: tuple[str, ...]
    """Without the name of the program."""

    def __str__(self) -> str:
        return shlex.join(("kakekomi", *self.words))


def read(page: Path) -> str:
    return page.read_text("utf-8")


def blocks(text: str) -> list[str]:
    """Code on lines of its own."""
    return BLOCK.findall(text)


def commands(text: str) -> Iterator[Command]:
    """All calls of the program, in blocks and inside lines, in their order."""
    without_blocks = BLOCK.sub("", text)
    for line in "\n".join((*blocks(text), *INLINE.findall(without_blocks))).splitlines():
        if start := PROMPT.match(line):
            yield Command(tuple(_words(line[start.end() :])))


def _words(line: str) -> Iterator[str]:
    """Up to a redirection, a pipe or a remark."""
    for word in shlex.split(line):
        if word in {">", "<", "|", "2>", "#"}:
            return
        yield word


def section(text: str, heading: str) -> str:
    """What stands below a heading, up to the next of the same level or above."""
    level = len(heading) - len(heading.lstrip("#"))
    following = text.partition(f"\n{heading}\n")[2]
    return re.split(rf"^#{{1,{level}}} ", following, maxsplit=1, flags=re.MULTILINE)[0]


def leaves() -> dict[tuple[str, ...], Any]:
    """Every command that does something, by its words."""
    return dict(_leaves((), typer.main.get_command(app)))


def _leaves(path: tuple[str, ...], command: Any) -> Iterator[tuple[tuple[str, ...], Any]]:
    inner = getattr(command, "commands", {})
    if not inner:
        yield path, command
    for name, one in inner.items():
        yield from _leaves((*path, name), one)


def options(command: Any) -> set[str]:
    """Names of a command's options."""
    return {name for p in command.params if p.param_type_name == "option" for name in p.opts}
