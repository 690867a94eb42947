"""Say a gap in one plain sentence.

The words lie in ``words/gaps.*.toml``: a sentence for the combination of what and why if there is
one, else the sentence of the why with the noun of the what.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Final

import msgspec

from kakekomi.facts.gap import Gap
from kakekomi.packs.model import Language
from kakekomi.packs.sentence import fill

QUOTES: Final[Mapping[Language, tuple[str, str]]] = {
    Language.JA: ("「", "」"),
    Language.EN: (' "', '"'),
}
"""Stand around the name; English words need a blank before it."""


class GapWords(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One language's words."""

    what: dict[str, str]
    why: dict[str, str]
    sentence: dict[str, str]


@cache
def gap_words(language: Language) -> GapWords:
    """The words of a language."""
    file = resources.files(__package__).joinpath("words", f"gaps.{language}.toml")
    text = file.read_text("utf-8")
    return msgspec.convert(tomllib.loads(text), GapWords)


def gap_sentence(gap: Gap, language: Language) -> str:
    """The sentence with the gap's detail, verbatim and in quotes, where it has one."""
    words = gap_words(language)
    before, after = QUOTES[language]
    detail = f"{before}{gap.detail}{after}" if gap.detail else ""
    template = words.sentence.get(f"{gap.what}.{gap.why}")
    if template is None:
        return fill(words.why[gap.why], {"what": words.what[gap.what] + detail})
    return fill(template, {"detail": detail})
