"""Check the words of a pack: pages in each language, sources, contacts, links, triage."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from kakekomi.facts.errors import ConfigurationError
from kakekomi.packs.files import PackFiles
from kakekomi.packs.model import LANGUAGES
from kakekomi.packs.page import Page, parse_page, toml_line
from kakekomi.packs.problem import Problem

PAGE_FOLDERS: Final = ("", "faq", "announcements")
"""Folders whose pages carry front matter; the bodies of steps have theirs in the ``.sql`` file."""

WEB_SCHEMES: Final = frozenset({"https", "http", "mailto", "tel"})

STEP_KEYS: Final = frozenset({"now", "step", "steps"})
PATTERN_KEYS: Final = frozenset({"pattern", "patterns"})
"""Keys of ``triage.toml`` whose values are ids of steps and patterns."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """Ids that words may refer to."""

    sources: frozenset[str]
    contacts: frozenset[str]
    pages: frozenset[str]
    announcements: frozenset[str]
    steps: frozenset[str]
    patterns: frozenset[str]
    stages: frozenset[str]

    def targets(self, scheme: str) -> frozenset[str] | None:
        """Ids for a scheme of a link; None if there is no such scheme."""
        by_scheme = {
            "step": self.steps,
            "contact": self.contacts,
            "faq": self.pages,
            "announcement": self.announcements,
            "source": self.sources,
        }
        return by_scheme.get(scheme)


def read_toml(files: PackFiles, name: str, problems: list[Problem]) -> dict[str, Any]:
    """A TOML file of the pack; empty, with a problem, if it can't be read."""
    try:
        return tomllib.loads(files.read(name).decode("utf-8"))
    except tomllib.TOMLDecodeError as error:
        problems.append(Problem(name, toml_line(error), f"no TOML: {error}"))
    except (ConfigurationError, UnicodeDecodeError) as error:
        problems.append(Problem(name, 0, str(error)))
    return {}


def ids_of(document: Mapping[str, Any], key: str, name: str, problems: list[Problem]) -> set[str]:
    """Ids of the entries ``[[key]]``; those that stand twice or not at all are problems."""
    ids: set[str] = set()
    for entry in document.get(key, []):
        identifier = str(entry.get("id", ""))
        if not identifier or identifier in ids:
            problems.append(Problem(name, 0, f"[[{key}]] needs an id of its own: {identifier!r}"))
        ids.add(identifier)
    return ids


def page_ids(files: PackFiles, folder: str) -> frozenset[str]:
    """Ids of the pages in a folder: file names without language."""
    names = (name.rpartition("/")[2] for name in files.names(folder) if name.endswith(".md"))
    return frozenset(name.split(".", 1)[0] for name in names)


def lint_pages(files: PackFiles, known: Known) -> Iterator[Problem]:
    """Every Markdown file: translated, readable, with good references."""
    names = {name for name in files.names() if name.endswith(".md")}
    for name in sorted(names):
        stem, _, language = name.removesuffix(".md").rpartition(".")
        if language not in LANGUAGES:
            yield Problem(name, 0, "name it after its language: X.ja.md and X.en.md")
            continue
        for other in LANGUAGES:
            if f"{stem}.{other}.md" not in names:
                yield Problem(name, 0, f"has no translation {stem}.{other}.md")
        text = files.read(name).decode("utf-8", errors="replace")
        if "\ufffd" in text:
            yield Problem(name, 0, "is not UTF-8")
        yield from _lint_page(name, parse_page(text), known)


def _lint_page(name: str, page: Page, known: Known) -> Iterator[Problem]:
    if page.error:
        yield Problem(name, page.error_line, page.error)
    if not page.body.strip():
        yield Problem(name, 0, "is empty")
    for link in page.links:
        targets = known.targets(link.scheme)
        if targets is None and link.scheme not in WEB_SCHEMES:
            yield Problem(name, link.line, f"unknown kind of link {link.scheme!r}")
        elif targets is not None and link.target not in targets:
            yield Problem(name, link.line, f"links to unknown {link.scheme} {link.target!r}")
    if name.rpartition("/")[0] in PAGE_FOLDERS and not page.error:
        yield from _lint_front(name, page.front, known)


def _lint_front(name: str, front: Mapping[str, Any], known: Known) -> Iterator[Problem]:
    stem = name.rpartition("/")[2].split(".", 1)[0]
    if front.get("id") != stem:
        yield Problem(name, 1, f"id must be {stem!r}, after the file's name")
    if not front.get("title"):
        yield Problem(name, 1, "needs a title")
    if not isinstance(front.get("checked_at"), date):
        yield Problem(name, 1, "needs checked_at = YYYY-MM-DD")
    if name.startswith("faq/") and not front.get("asks"):
        yield Problem(name, 1, "needs asks: the ways people ask it")
    yield from unknown(name, 1, "source", front.get("sources", ()), known.sources)
    yield from unknown(name, 1, "pattern", front.get("patterns", ()), known.patterns)
    stage = front.get("stage")
    yield from unknown(name, 1, "stage", [stage] if stage else (), known.stages)


def unknown(
    name: str, line: int, what: str, ids: Iterable[str], known: frozenset[str]
) -> Iterator[Problem]:
    """A problem for each id that is not known."""
    for identifier in ids:
        if identifier not in known:
            yield Problem(name, line, f"unknown {what} {identifier!r}")


def lint_triage(document: Mapping[str, Any], name: str, known: Known) -> Iterator[Problem]:
    """Whether the questions refer to one another, to steps and to patterns that exist."""
    answers = {
        str(question.get("id")): frozenset(
            str(choice.get("id")) for choice in question.get("choice", ())
        )
        for question in document.get("question", ())
    }
    for table in _tables(document):
        for key, value in table.items():
            ids = value if isinstance(value, list) else [value]
            if key in STEP_KEYS:
                yield from unknown(name, 0, "step", map(str, ids), known.steps)
            if key in PATTERN_KEYS:
                yield from unknown(name, 0, "pattern", map(str, ids), known.patterns)
        question = table.get("question")
        if isinstance(question, str):
            yield from unknown(name, 0, "question", [question], frozenset(answers))
            values = table.get("values", [table["value"]] if "value" in table else [])
            yield from unknown(name, 0, "choice", values, answers.get(question, frozenset()))


def _tables(value: object) -> Iterator[Mapping[str, Any]]:
    """All tables of a TOML document, whose depth the parser bounds."""
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from _tables(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _tables(inner)
