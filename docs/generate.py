"""Write the reference pages from the code and the knowledge pack, or say which are stale.

``python docs/generate.py`` writes ``docs/reference/``; with ``--check`` nothing is written, and the
exit status is 1 if a page is missing, stale or left over. The same code and pack give the same
bytes on every machine.
"""

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

from generator import (
    command_line,
    faq,
    functions,
    gaps,
    index,
    limits,
    playbook,
    rules,
    sources,
    steps,
    tables,
    verdict,
)

REFERENCE: Final = Path(__file__).parent / "reference"

REFRESH: Final = "make docs"

PAGES: Final[Mapping[str, Callable[[], str]]] = {
    "README.md": index.write,
    "cli.md": command_line.write,
    "verdict-json.md": verdict.write,
    "tables.md": tables.write,
    "gaps.md": gaps.write,
    "rules.md": rules.write,
    "content-rules.md": rules.write_content,
    "functions.md": functions.write,
    "patterns-and-stages.md": playbook.write,
    "steps.md": steps.write,
    "faq.md": faq.write,
    "sources.md": sources.write,
    "limits.md": limits.write,
}
"""File name and what writes it, in the order of the index."""


def main(arguments: Sequence[str]) -> int:
    """Write or check all pages; give the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="only say which pages are stale")
    pages = {REFERENCE / name: write() for name, write in PAGES.items()}
    if parser.parse_args(arguments).check:
        return _check(pages)
    REFERENCE.mkdir(exist_ok=True)
    for path, text in pages.items():
        path.write_text(text, "utf-8", newline="\n")
    for path in _left_over(pages):
        path.unlink()
    return 0


def _check(pages: Mapping[Path, str]) -> int:
    stale = [path for path, text in pages.items() if _content(path) != text.encode()]
    for path in stale:
        print(f"{_shown(path)} is stale; refresh it: {REFRESH}", file=sys.stderr)
    for path in _left_over(pages):
        print(f"{_shown(path)} is not generated any more; refresh: {REFRESH}", file=sys.stderr)
    return 1 if stale or _left_over(pages) else 0


def _shown(path: Path) -> str:
    return path.relative_to(REFERENCE.parent.parent).as_posix()


def _content(path: Path) -> bytes | None:
    return path.read_bytes() if path.exists() else None


def _left_over(pages: Mapping[Path, str]) -> list[Path]:
    return sorted(set(REFERENCE.glob("*")) - pages.keys())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
