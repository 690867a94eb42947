"""Read all queries and content rules of a pack, as far as they can be read."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from kakekomi.packs.files import PackFiles
from kakekomi.packs.model import CaseQuery, ContentRule, Rule, Step
from kakekomi.packs.problem import Problem
from kakekomi.packs.rule_file import RULE_FOLDERS, read_case_query, read_rule, read_step
from kakekomi.packs.sql_file import SqlFile, parse

ItemT = TypeVar("ItemT")
OrderedT = TypeVar("OrderedT", CaseQuery, Step)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What the files hold; items with problems are in it too, with empty values."""

    rules: tuple[Rule, ...]
    patterns: tuple[CaseQuery, ...]
    stages: tuple[CaseQuery, ...]
    steps: tuple[Step, ...]
    content_rules: tuple[ContentRule, ...]


def read_parts(files: PackFiles, problems: list[Problem]) -> Parts:
    """All parts; what is wrong is added to ``problems``. Raises: ConfigurationError."""
    return Parts(
        rules=tuple(
            rule
            for folder in RULE_FOLDERS
            for rule in _all(files, f"rules/{folder}", read_rule, problems)
        ),
        patterns=_ordered(_all(files, "patterns", read_case_query, problems)),
        stages=_ordered(_all(files, "stages", read_case_query, problems)),
        steps=_ordered(_all(files, "steps", read_step, problems)),
        content_rules=tuple(
            ContentRule(file=name, source=files.read(name).decode("utf-8", errors="replace"))
            for name in files.names("rules/content")
            if name.endswith(".yar")
        ),
    )


def _all(
    files: PackFiles,
    folder: str,
    read: Callable[[SqlFile], tuple[ItemT, list[Problem]]],
    problems: list[Problem],
) -> list[ItemT]:
    items: list[ItemT] = []
    for name in files.names(folder):
        if name.endswith(".sql"):
            item, wrong = read(_sql_file(files, name))
            items.append(item)
            problems += wrong
    return items


def _sql_file(files: PackFiles, name: str) -> SqlFile:
    try:
        return parse(files.read(name).decode("utf-8"), name)
    except UnicodeDecodeError as error:
        problem = Problem(name, 0, f"is not UTF-8 (byte {error.start})")
        return SqlFile(path=name, entries=(), queries=(), problems=(problem,))


def _ordered(items: list[OrderedT]) -> tuple[OrderedT, ...]:
    return tuple(sorted(items, key=lambda item: (item.order, item.id)))
