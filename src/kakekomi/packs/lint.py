"""Find all that is wrong in a pack at once, with file and line, for the person who edits it.

``load`` refuses a pack that can't be used; ``lint`` also refuses one that can't be trusted to be
right: a rule without a benign twin, a column that shows no fact, words in one language only, a
link or source that leads nowhere.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from kakekomi.facts.errors import ConfigurationError
from kakekomi.facts.fact_set import FactSet
from kakekomi.packs.claims import lint_notices
from kakekomi.packs.content import PackScanner
from kakekomi.packs.files import FolderFiles, PackFiles
from kakekomi.packs.lint_queries import content_rule_ids, lint_content_rule, lint_query, lint_rule
from kakekomi.packs.lint_words import (
    Known,
    ids_of,
    lint_pages,
    lint_triage,
    page_ids,
    read_toml,
    unknown,
)
from kakekomi.packs.load import EMBEDDED, read_head
from kakekomi.packs.model import LANGUAGES, CaseQuery, Rule, Step
from kakekomi.packs.parts import Parts, read_parts
from kakekomi.packs.problem import PackError, Problem
from kakekomi.packs.sign import check_paths

MAX_PASSWORDS: Final = 10
"""Each is tried on every locked file, where a mail's own have twenty tries."""
MAX_PASSWORD_CHARS: Final = 64
"""Longer ones are keys or sentences."""


def lint(folder: Path | None = None) -> tuple[Problem, ...]:
    """All problems of a pack in a folder (None: the pack in the program), by file and line."""
    return lint_files(FolderFiles(folder or EMBEDDED / "emotet"))


def lint_files(files: PackFiles) -> tuple[Problem, ...]:
    """All problems of a pack, by file and line."""
    problems: list[Problem] = []
    parts = read_parts(files, problems)
    known = _known(files, parts, problems)
    problems += _lint_head(files)
    problems += _lint_references(parts, known)
    problems += lint_pages(files, known)
    problems += lint_notices(files, known.steps)
    if "triage.toml" in files.names(""):
        problems += lint_triage(read_toml(files, "triage.toml", problems), "triage.toml", known)
    with FactSet() as facts:
        problems += _lint_queries(facts, files, parts)
    problems += _lint_content(files, parts)
    return tuple(sorted(set(problems)))


def _known(files: PackFiles, parts: Parts, problems: list[Problem]) -> Known:
    sources = read_toml(files, "sources.toml", problems)
    contacts = read_toml(files, "contacts.toml", problems)
    return Known(
        sources=frozenset(ids_of(sources, "source", "sources.toml", problems)),
        contacts=frozenset(ids_of(contacts, "contact", "contacts.toml", problems)),
        pages=page_ids(files, "faq"),
        announcements=page_ids(files, "announcements"),
        steps=frozenset(step.id for step in parts.steps),
        patterns=frozenset(pattern.id for pattern in parts.patterns),
        stages=frozenset(stage.id for stage in parts.stages),
    )


def _lint_head(files: PackFiles) -> Iterator[Problem]:
    try:
        check_paths(files.names())
    except ConfigurationError as error:
        yield Problem("", 0, str(error))
    try:
        head = read_head(files, [])
    except PackError as error:
        yield from error.problems
        return
    for language in LANGUAGES:
        if language not in head.languages:
            yield Problem("pack.toml", 0, f"languages must name {language}")
    if not 0 < head.thresholds.suspicious_db < head.thresholds.detected_db:
        yield Problem("pack.toml", 0, "thresholds: suspicious_db must be below detected_db")
    if len(head.passwords) > MAX_PASSWORDS:
        yield Problem("pack.toml", 0, f"passwords: more than {MAX_PASSWORDS}")
    if not all(0 < len(password) <= MAX_PASSWORD_CHARS for password in head.passwords):
        yield Problem("pack.toml", 0, f"passwords: each has 1 to {MAX_PASSWORD_CHARS} characters")


def _lint_references(parts: Parts, known: Known) -> Iterator[Problem]:
    cited: tuple[Rule | CaseQuery | Step, ...] = (
        *parts.rules,
        *parts.patterns,
        *parts.stages,
        *parts.steps,
    )
    for item in cited:
        yield from unknown(item.file, 1, "source", item.sources, known.sources)
    for rule in parts.rules:
        if not rule.sources:
            yield Problem(rule.file, 1, "needs a source")
        if rule.false_positives is None:
            yield Problem(rule.file, 1, "needs false-positives.ja and false-positives.en")
    for step in parts.steps:
        yield from unknown(step.file, 1, "stage", step.stages, known.stages)
        yield from unknown(step.file, 1, "pattern", step.patterns, known.patterns)
        if not step.stages:
            yield Problem(step.file, 1, "needs stages")


def _lint_queries(facts: FactSet, files: PackFiles, parts: Parts) -> Iterator[Problem]:
    names = set(files.names())
    content_ids = content_rule_ids(parts.content_rules)
    for rule in parts.rules:
        yield from lint_rule(facts, files, rule, content_ids)
    for query in (*parts.patterns, *parts.stages):
        yield from lint_query(facts, query.sql, query.file, query.line)
    for step in parts.steps:
        yield from lint_query(facts, step.applies_sql, step.file, step.applies_line)
        yield from lint_query(facts, step.proven_sql, step.file, step.proven_line)
        for language in LANGUAGES:
            body = f"{step.file.removesuffix('.sql')}.{language}.md"
            if body not in names:
                yield Problem(step.file, 0, f"has no words {body}")


def _lint_content(files: PackFiles, parts: Parts) -> Iterator[Problem]:
    for rule in parts.content_rules:
        yield from lint_content_rule(files, rule)
    try:
        PackScanner(parts.content_rules, "")
    except PackError as error:
        yield from error.problems
