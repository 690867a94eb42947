"""Make words comparable that mean the same: the terms of a question, however it is put.

People in a hurry write without kanji, without marks, half-width, in the wrong kana. So text is
compared in a normal form of its own: NFKC, lower case, katakana as hiragana, small kana large.
Japanese has no blanks between words: pairs of letters stand for words there. Latin words lose their
endings. Above both stand concepts: words of the pack that say the same.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

import msgspec

from kakekomi.facts.errors import ConfigurationError
from kakekomi.packs.model import Pack

SEARCH_FILE: Final = "search.toml"

MAX_QUERY_CHARS: Final = 500
"""Of a question that is looked up; people paste whole mails, whose beginning says enough."""

KATAKANA: Final = str.maketrans(
    {chr(code): chr(code - 0x60) for code in range(0x30A1, 0x30F7)}
    | dict(zip("ぁぃぅぇぉっゃゅょゎ", "あいうえおつやゆよわ", strict=True))
    | dict(zip("ァィゥェォッャュョヮ", "あいうえおつやゆよわ", strict=True))
    | {"゛": None, "゜": None, "'": None, "’": None}
)

PIECE: Final = re.compile(r"[a-z0-9]+|[\u3041-\u3096\u30fc\u3005\u3400-\u9fff]+")
"""A run of one script: takes ``zip`` and ``ひらいた``; refuses blanks and marks."""

ENDING: Final = re.compile(r"(?<=[a-z0-9]{3})(?:ings?|ed|es|s|ly)\Z")
"""Of an English word: takes that of ``mails``; refuses that of ``is``."""

PARTICLES: Final = frozenset("はがをにのでともへやかねよ")
"""Japanese letters that join words and say little by themselves."""

_STOP: Final = (
    "a an and are as at be been by can do does did for from has have how i if in is it its "
    "just me my no of on or our so that the their them then there they this to too us was we "
    "were what when where which who will with would you your am not but get got any some "
    "should must may im weve ive dont"
)
STOP_WORDS: Final = frozenset(_STOP.split())
"""Words that stand in any English question."""


class Concept(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Words that mean the same."""

    id: str
    weight: float = 1.0
    answers: tuple[str, ...] = ()
    """Answers that are about this very idea."""
    ja: tuple[str, ...] = ()
    en: tuple[str, ...] = ()


class _SearchFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    concept: tuple[Concept, ...]


def read_concepts(pack: Pack) -> tuple[Concept, ...]:
    """The pack's concepts; none if it has no such file. Raises: ConfigurationError."""
    if SEARCH_FILE not in pack.files.names():
        return ()
    try:
        return msgspec.convert(tomllib.loads(pack.text(SEARCH_FILE)), _SearchFile).concept
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise ConfigurationError(f"{SEARCH_FILE} of pack {pack.id!r}: {error}") from error


def folded(text: str) -> str:
    """The text in the form in which it is compared."""
    return unicodedata.normalize("NFKC", text).casefold().translate(KATAKANA)


def stem(word: str) -> str:
    """A Latin word without its ending."""
    return ENDING.sub("", word)


def is_latin(piece: str) -> bool:
    """Whether a piece is a word of Latin letters and digits."""
    return piece[:1].isascii()


class Lexicon:
    """Finds terms in text: concepts, words, pairs of letters."""

    __slots__ = ("_latin", "_other", "answers", "weights")

    def __init__(self, concepts: tuple[Concept, ...]) -> None:
        latin: list[tuple[str, str]] = []
        other: list[tuple[str, str]] = []
        for concept in concepts:
            for variant in (*concept.ja, *concept.en):
                pieces = PIECE.findall(folded(variant))
                if all(map(is_latin, pieces)):
                    latin.append((_phrase(pieces), concept.id))
                else:
                    other.append(("".join(pieces), concept.id))
        self._latin = _longest_first(latin)
        self._other = _longest_first(other)
        self.weights = {f"={concept.id}": concept.weight for concept in concepts}
        """Of the terms that are concepts."""
        self.answers = {f"={concept.id}": concept.answers for concept in concepts}

    def terms(self, text: str) -> list[str]:
        """All terms of the text; a concept's begins with ``=``."""
        pieces = PIECE.findall(folded(text))
        words = [piece for piece in pieces if is_latin(piece)]
        found = [f"={name}" for name in _matches(_phrase(words), self._latin)]
        found += [f"={name}" for name in _matches("".join(pieces), self._other)]
        for piece in pieces:
            found += _latin_terms(piece) if is_latin(piece) else _pairs(piece)
        return found


def _phrase(words: list[str]) -> str:
    return f" {' '.join(map(stem, words))} "


def _longest_first(variants: list[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(dict.fromkeys(variants), key=lambda one: (-len(one[0]), one)))


def _matches(text: str, variants: tuple[tuple[str, str], ...]) -> Iterator[str]:
    """Concepts whose words stand in the text, each once; inside a longer match none is seen."""
    taken: list[tuple[int, int]] = []
    seen: set[str] = set()
    for variant, name in variants:
        start = text.find(variant)
        while start >= 0:
            end = start + len(variant)
            if not any(low <= start and end <= high for low, high in taken):
                taken.append((start, end))
                if name not in seen:
                    seen.add(name)
                    yield name
            start = text.find(variant, start + 1)


def _latin_terms(word: str) -> Iterator[str]:
    if word not in STOP_WORDS:
        yield stem(word)


def _pairs(piece: str) -> Iterator[str]:
    if len(piece) == 1 and piece not in PARTICLES:
        yield piece
    for first, second in pairwise(piece):
        yield first + second
