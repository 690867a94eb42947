"""The words of the command line in the reader's language, and how that language is chosen.

Chosen by ``--lang``, else by the locale (LC_ALL, LC_MESSAGES, LANG in POSIX order), else by the
language of Windows' own screens; else English.
"""

import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Final

from kakekomi.check.language import Language

LOCALE_VARIABLES: Final = ("LC_ALL", "LC_MESSAGES", "LANG")
"""In the order in which POSIX lets one override the next."""

_WINDOWS_JAPANESE: Final = 0x11
"""Primary language id LANG_JAPANESE, the low ten bits of a Windows language id."""


@dataclass(frozen=True, slots=True)
class Words:
    """All words of one language by their key."""

    language: Language
    by_key: Mapping[str, str]

    def __call__(self, key: str, /, **values: object) -> str:
        """The words with the values put in; values are taken as they are."""
        return self.by_key[key].format_map(values) if values else self.by_key[key]


@cache
def load(language: Language) -> Words:
    """Read the words of the language."""
    import tomllib  # noqa: PLC0415  costs 11 ms, and ``--version`` needs none

    file = resources.files("kakekomi.cli").joinpath("words", f"{language}.toml")
    return Words(language, dict(_flat(tomllib.loads(file.read_text("utf-8")))))


def _flat(table: Mapping[str, Any], prefix: str = "") -> Sequence[tuple[str, str]]:
    pairs: list[tuple[str, str]] = []
    for name, value in table.items():
        if isinstance(value, str):
            pairs.append((prefix + name, value))
        else:
            pairs.extend(_flat(value, f"{prefix}{name}."))
    return pairs


def language_of(environment: Mapping[str, str]) -> Language:
    """The language that the system is set to."""
    for variable in LOCALE_VARIABLES:
        if value := environment.get(variable, ""):
            return Language.JA if value.lower().startswith("ja") else Language.EN
    return _windows_language() if sys.platform == "win32" else Language.EN


def asked_language(arguments: Sequence[str]) -> Language:
    """The language of ``--lang`` on the command line, wherever it stands, else the system's.

    Needed before the arguments are parsed: help and complaints about them have a language too.
    """
    for at, argument in enumerate(arguments):
        value = argument.removeprefix("--lang=") if argument.startswith("--lang=") else None
        if argument == "--lang":
            value = next(iter(arguments[at + 1 :]), None)
        if value in set(Language):
            return Language(value)
    return language_of(os.environ)


def _windows_language() -> Language:
    import ctypes  # noqa: PLC0415  there only

    identifier = getattr(ctypes, "windll").kernel32.GetUserDefaultUILanguage()  # noqa: B009
    return Language.JA if identifier & 0x3FF == _WINDOWS_JAPANESE else Language.EN
