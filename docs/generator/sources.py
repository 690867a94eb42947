"""``sources.md``: where the words of the pack come from, and how far each was checked."""

from collections.abc import Iterator, Mapping
from typing import Any

from generator.knowledge import FOLDER, in_toml
from generator.markdown import page, plain, section, table

INTRODUCTION = """\
*read*: we read the page or file itself. *partly*: part of it. *secondary*: we know it only through
somebody who reports on it. *unverified*: we know that it exists, not what it says. The date of the
last comparison is no claim that the page still says so: open it before you act on a date, a number
or a law.
"""


def write() -> str:
    """The page."""
    return page(
        "Sources",
        INTRODUCTION.strip(),
        *(_source(source) for source in in_toml("sources.toml")["source"]),
        source=f"{FOLDER}/sources.toml",
    )


def _source(source: Mapping[str, Any]) -> str:
    return section(source["id"], table(("", ""), _facts_about(source)))


def _facts_about(source: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    yield "title", _both(source["title"])
    yield "publisher", _both(source["publisher"])
    if "url" in source:
        yield "address", f"<{source['url']}>"
    for key, words in (
        ("published", "published"),
        ("updated", "updated"),
        ("page_date", "version read"),
        ("checked_at", "last compared"),
    ):
        if key in source:
            yield words, str(source[key])
    yield "how far", source["verified"]
    if "note" in source:
        yield "note", _both(source["note"])


def _both(words: Mapping[str, str]) -> str:
    return f"{plain(words['ja'])} / {plain(words['en'])}"
