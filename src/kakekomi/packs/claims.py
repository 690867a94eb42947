"""See whether a sentence claims what a notice must not claim.

Words stand in groups; a sentence makes the claim if it has one of each group. That is blunt, and
meant to be: a false alarm costs a reworded sentence, a false "nothing leaked" costs trust. Words
that make it harmless ("can't be ruled out") are listed with each claim, and examples of both kinds
run in ``pack lint``.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from kakekomi.facts.errors import ConfigurationError
from kakekomi.packs.files import PackFiles
from kakekomi.packs.model import LANGUAGES
from kakekomi.packs.notices import (
    NOTICES_FILE,
    Claim,
    NoticeKind,
    Notices,
    parse_notices,
    template_name,
)
from kakekomi.packs.problem import Problem

OURSELVES: Final = re.compile(
    r"当社|弊社|自社|わが社|我が社|カード会社|(?<!株式)(?<!有限)(?<!合同)会社|本社|社内|社外|各社"
    r"|お客さま|お客様|[皆み](?:な)?(?:さま|様|さん)|お知り合い"
)
"""Looks like the name of a company or person and names nobody outside: takes ``当社`` and
``お客様``; refuses the end of ``株式会社``."""

COMPANY: Final = re.compile(
    r"(?:株式会社|有限会社|合同会社|医療法人|学校法人)[^\s、。,.]"
    r"|[^\s、。,.は「」]{2,30}(?:株式会社|有限会社|合同会社|様|さま|さん|氏|社)(?!員|内|外|会)"
    r"|\b[A-Z][\w&-]{0,40}(?: [A-Z][\w&-]{0,40}){0,5}"
    r" (?:Inc|Ltd|Corp|Corporation|Company|GmbH|LLC|K\.K)\b"
)
"""A name of somebody: takes ``サンプル商事様`` and ``Sample Ltd``; refuses ``社員`` and ``we``."""

MIN_NAME_CHARS: Final = 2
MIN_LATIN_NAME_CHARS: Final = 4
"""Shorter names stand inside ordinary words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outsiders:
    """Who counts as somebody outside."""

    organization: str = ""
    """Ourselves: this name accuses nobody else."""
    names: frozenset[str] = frozenset()
    """Names, domains and addresses of others, as ``plain`` gives them."""


def plain(text: str) -> str:
    """For comparing: NFKC, folded case, no invisible characters."""
    shown = "".join(letter for letter in text if unicodedata.category(letter) != "Cf")
    return unicodedata.normalize("NFKC", shown).casefold()


def outsiders(organization: str, names: Iterable[str]) -> Outsiders:
    """From names as they are written; those too short to tell apart are left out."""
    own = plain(organization)
    kept = (name for name in map(plain, map(str.strip, names)) if _is_telling(name))
    return Outsiders(
        organization=organization, names=frozenset(name for name in kept if name not in own)
    )


def _is_telling(name: str) -> bool:
    return len(name) >= (MIN_LATIN_NAME_CHARS if name.isascii() else MIN_NAME_CHARS)


def makes_claim(claim: Claim, sentence: str, others: Outsiders = Outsiders()) -> bool:
    """Whether the sentence makes the claim; ``proven_by`` is for the caller to look at."""
    text = plain(sentence)
    if any(_has(text, word) for word in claim.unless):
        return False
    if not all(any(_has(text, word) for word in group) for group in claim.all_of):
        return False
    return not claim.names_others or names_somebody(sentence, others)


def has_word(sentence: str, words: Iterable[str]) -> bool:
    """Whether one of the words stands in the sentence."""
    text = plain(sentence)
    return any(_has(text, word) for word in words)


def _has(text: str, word: str) -> bool:
    return _pattern(word).search(text) is not None


@lru_cache(maxsize=4096)
def _pattern(word: str) -> re.Pattern[str]:
    """Latin words from their beginning, so that "leak" is in "leaked" and not in "bleak"."""
    folded = plain(word)
    return re.compile((r"\b" if folded[:1].isascii() else "") + re.escape(folded))


def names_somebody(sentence: str, others: Outsiders) -> bool:
    """Whether somebody outside is named."""
    rest = unicodedata.normalize("NFKC", sentence)
    own = unicodedata.normalize("NFKC", others.organization)
    rest = OURSELVES.sub("、", rest.replace(own, "、") if own else rest)
    folded = rest.casefold()
    return COMPANY.search(rest) is not None or any(name in folded for name in others.names)


def lint_notices(files: PackFiles, steps: frozenset[str]) -> Iterator[Problem]:
    """All that is wrong with the notices of a pack; a pack may have none."""
    if NOTICES_FILE not in files.names("notices"):
        return
    try:
        notices = parse_notices(files)
    except ConfigurationError as error:
        yield Problem(NOTICES_FILE, 0, str(error))
        return
    yield from _lint_references(notices, steps)
    yield from _lint_templates(files, notices)
    for claim in notices.claim:
        yield from _lint_claim(claim)


def _lint_references(notices: Notices, steps: frozenset[str]) -> Iterator[Problem]:
    facts = {fact.id for fact in notices.fact}
    for rules in notices.kind:
        for name in rules.required:
            if name not in facts:
                yield Problem(NOTICES_FILE, 0, f"{rules.id}: unknown fact {name!r}")
    named = [step for claim in notices.claim for step in claim.proven_by]
    for step in (*named, *(measure.step for measure in notices.measure)):
        if step not in steps:
            yield Problem(NOTICES_FILE, 0, f"unknown step {step!r}")


def _lint_templates(files: PackFiles, notices: Notices) -> Iterator[Problem]:
    names = files.names("notices")
    stated = {rules.id for rules in notices.kind}
    for kind in NoticeKind:
        if kind not in stated:
            yield Problem(NOTICES_FILE, 0, f"has no [[kind]] {kind}")
        for language in LANGUAGES:
            name = template_name(kind, language)
            if name not in names:
                yield Problem(name, 0, "is missing")


def _lint_claim(claim: Claim) -> Iterator[Problem]:
    for sentence in claim.examples.fires:
        if not makes_claim(claim, sentence):
            yield Problem(NOTICES_FILE, 0, f"claim {claim.id!r} does not see {sentence!r}")
    for sentence in claim.examples.quiet:
        if makes_claim(claim, sentence):
            yield Problem(NOTICES_FILE, 0, f"claim {claim.id!r} sees too much: {sentence!r}")
