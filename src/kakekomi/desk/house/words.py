"""The words of all pages in the reader's language: ``words/ja.toml`` and ``en.toml`` of each app.

A key is ``app.page.name``; in the file the app stands as the first table.
"""

import tomllib
from collections.abc import Mapping
from contextvars import ContextVar
from functools import cache
from importlib import resources
from typing import Any, Final

from kakekomi.packs.model import Language

APPS: Final = ("house", "checks", "portal", "cases", "counter", "work", "intake")

current: ContextVar[Language] = ContextVar("language", default=Language.JA)
"""Set for each request."""


@cache
def all_words(language: Language) -> Mapping[str, str]:
    """Every key and its words."""
    words: dict[str, str] = {}
    for app in APPS:
        file = resources.files(f"kakekomi.desk.{app}").joinpath("words", f"{language}.toml")
        if file.is_file():
            words |= _flat(tomllib.loads(file.read_text("utf-8")))
    return words


def _flat(table: Mapping[str, Any], prefix: str = "") -> dict[str, str]:
    flat: dict[str, str] = {}
    for name, value in table.items():
        if isinstance(value, dict):
            flat |= _flat(value, f"{prefix}{name}.")
        else:
            flat[f"{prefix}{name}"] = value
    return flat


def word(key: str, /, **values: object) -> str:
    """The words of a key in the language of the request, with the values put in as they are.

    Raises:
        KeyError: there is no such key.
    """
    text = all_words(current.get())[key]
    return text.format_map(values) if values else text
