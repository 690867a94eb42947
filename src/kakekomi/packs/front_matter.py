"""Take typed values out of the front matter of a ``.sql`` file and note all that is wrong."""

import re
from collections.abc import Iterable
from enum import StrEnum
from typing import Final, TypeVar

from kakekomi.packs.model import LANGUAGES, Text
from kakekomi.packs.problem import Problem
from kakekomi.packs.sql_file import Entry, SqlFile

ChoiceT = TypeVar("ChoiceT", bound=StrEnum)

MAX_ABS_WEIGHT_DB: Final = 40.0
"""Likelihood ratio of 10,000: nothing we know of a sign justifies more."""

SLUG: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")
"""Takes ``isolate-pc``; refuses ``Isolate PC``."""

IDENTIFIER: Final = re.compile(r"[a-z][a-z0-9_-]*\Z")
"""Takes ``opened_attachment``; refuses ``2nd``."""


class FrontMatter:
    """Reads keys one by one; ``finish`` reports those nobody asked for."""

    __slots__ = ("_asked", "_entries", "file", "problems")

    def __init__(self, file: SqlFile) -> None:
        self.file = file
        self.problems: list[Problem] = list(file.problems)
        self._entries: dict[str, Entry] = {entry.key: entry for entry in file.entries}
        self._asked: set[str] = set()

    def wrong(self, message: str, key: str = "", line: int = 0) -> None:
        """Note a problem at a key or line."""
        entry = self._entries.get(key)
        self.problems.append(Problem(self.file.path, entry.line if entry else line, message))

    def optional(self, key: str) -> str | None:
        """The value of a key; None if it is absent or empty."""
        self._asked.add(key)
        entry = self._entries.get(key)
        return entry.value or None if entry else None

    def text(self, key: str) -> str:
        """The value of a key that must be there."""
        value = self.optional(key)
        if value is None:
            self.wrong(f"needs a line '-- {key}: …'", key, 1)
        return value or ""

    def in_languages(self, key: str) -> Text:
        """The value in each language; all must be there."""
        return Text(**{language.value: self.text(f"{key}.{language}") for language in LANGUAGES})

    def in_languages_or_none(self, key: str) -> Text | None:
        """The value in each language; all or none must be there."""
        present = [self.optional(f"{key}.{language}") for language in LANGUAGES]
        return self.in_languages(key) if any(present) else None

    def number(self, key: str, *, default: float | None = None) -> float:
        """A number in decimal digits."""
        value = self.optional(key) if default is not None else self.text(key)
        if not value:
            return default or 0.0
        try:
            number = float(value)
        except ValueError:
            number = float("nan")
        if not abs(number) <= 1e6:  # noqa: PLR2004  also false for "nan", which float() takes
            self.wrong(f"{key} must be a number, not {value!r}", key)
            return 0.0
        return number

    def words(self, key: str) -> tuple[str, ...]:
        """Values between commas; empty if the key is absent."""
        value = self.optional(key)
        return tuple(word for part in value.split(",") if (word := part.strip())) if value else ()

    def choice(self, key: str, choices: type[ChoiceT], default: ChoiceT) -> ChoiceT:
        """One of a closed set."""
        value = self.optional(key)
        if value is None:
            return default
        try:
            return choices(value)
        except ValueError:
            self.wrong(f"{key} must be one of {', '.join(choices)}, not {value!r}", key)
            return default

    def query(self, name: str = "") -> tuple[str, int]:
        """The query of that name and its line."""
        query = self.file.query(name)
        if query is None:
            self.wrong(f"has no query{f' below a line -- {name}' if name else ''}", line=1)
            return "", 1
        return query.sql, query.line

    def finish(self, *, queries: Iterable[str] = ("",)) -> None:
        """Report keys and queries that do not belong here."""
        for key in self._entries.keys() - self._asked:
            self.wrong(f"unknown key {key!r}; known here: {', '.join(sorted(self._asked))}", key)
        for query in self.file.queries:
            if query.name not in queries:
                self.wrong(
                    f"query {query.name or 'without a name'!r} is out of place", line=query.line
                )
