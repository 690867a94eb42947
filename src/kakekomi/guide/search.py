"""Find the answer to a question that somebody puts in his own words.

Each answer carries ways in which people ask it. A question is compared with every one of these
ways, and with what the answer as a whole says; the best way counts most, because people who ask
the same ask alike. Terms that stand in few answers weigh more (as in BM25), and concepts of the
pack weigh more than pairs of letters.

No index on disk: eighteen answers are compared in less than a millisecond.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from kakekomi.guide.alike import MAX_QUERY_CHARS, Lexicon, read_concepts
from kakekomi.guide.library import Faq, read_faqs
from kakekomi.packs.model import LANGUAGES, Pack

SATURATION: Final = 1.2
"""BM25's k1: the tenth time a word stands there says little more than the third."""
LENGTH_SHARE: Final = 0.4
"""BM25's b: long answers are not much less to the point than short ones."""

TITLE_TIMES: Final = 4
"""A term in the title counts as if it stood there so often; one in a way of asking, likewise."""
ASK_TIMES: Final = 3
TAG_TIMES: Final = 2

BEST_ASK_SHARE: Final = 0.45
"""Of the score, how much the nearest way of asking decides."""
WHOLE_SHARE: Final = 0.25
"""How much the answer as a whole decides."""
IDEA_SHARE: Final = 0.30
"""How much the ideas decide that the answer is about."""

CONCEPT_BOOST: Final = 2.5
"""A concept against a pair of letters."""

MIN_SCORE: Final = 0.05
"""Below, nothing is found: only common letters agree."""


@dataclass(frozen=True, slots=True)
class Hit:
    """An answer that may be the one; the higher the score the likelier, 1 is the most."""

    faq_id: str
    score: float


@dataclass(frozen=True, slots=True)
class _Entry:
    faq_id: str
    counts: Mapping[str, int]
    length: int
    asks: tuple[Mapping[str, float], ...]
    """Weights of terms in each way of asking, of length one."""


class SearchIndex:
    """Answers in all languages, ready to be asked."""

    __slots__ = ("_entries", "_mean", "_rarity", "lexicon")

    def __init__(self, faqs: Iterable[Faq], lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        pages: dict[str, list[Faq]] = {}
        for faq in faqs:
            pages.setdefault(faq.id, []).append(faq)
        counts = {name: self._counts(group) for name, group in pages.items()}
        self._rarity = _rarity(counts.values()) | _rarity(
            self._counts(group, with_body=False) for group in pages.values()
        )
        self._entries = tuple(
            _Entry(
                faq_id=name,
                counts=counts[name],
                length=sum(counts[name].values()),
                asks=tuple(self._vector(text) for faq in group for text in (faq.title, *faq.asks)),
            )
            for name, group in sorted(pages.items())
        )
        lengths = [entry.length for entry in self._entries]
        self._mean = sum(lengths) / max(1, len(lengths))

    @classmethod
    def of(cls, pack: Pack) -> "SearchIndex":
        """Of all answers of a pack. Raises: ConfigurationError."""
        faqs = [faq for language in LANGUAGES for faq in read_faqs(pack, language)]
        return cls(faqs, Lexicon(read_concepts(pack)))

    def search(self, question: str) -> tuple[Hit, ...]:
        """Answers that have something to do with the question, the likeliest first."""
        asked = self._vector(question[:MAX_QUERY_CHARS])
        if not asked:
            return ()
        whole = [self._whole(entry, asked) for entry in self._entries]
        highest = max(whole, default=0.0) or 1.0
        hits = [
            Hit(
                entry.faq_id,
                BEST_ASK_SHARE * self._near(entry, asked)
                + WHOLE_SHARE * score / highest
                + IDEA_SHARE * self._about(entry, asked),
            )
            for entry, score in zip(self._entries, whole, strict=True)
        ]
        found = [hit for hit in hits if hit.score >= MIN_SCORE]
        return tuple(sorted(found, key=lambda hit: (-hit.score, hit.faq_id)))

    def _counts(self, faqs: Sequence[Faq], *, with_body: bool = True) -> Counter[str]:
        counts: Counter[str] = Counter()
        for faq in faqs:
            for text, times in (
                (faq.title, TITLE_TIMES),
                (" . ".join(faq.asks), ASK_TIMES),
                (" . ".join(faq.tags), TAG_TIMES),
                (faq.body, int(with_body)),
            ):
                for term in self.lexicon.terms(text) if times else ():
                    counts[term] += times
        return counts

    def _vector(self, text: str) -> Mapping[str, float]:
        weights = {term: self._weight(term) for term in set(self.lexicon.terms(text))}
        norm = math.sqrt(sum(weight * weight for weight in weights.values()))
        return {term: weight / norm for term, weight in weights.items()} if norm else {}

    def _weight(self, term: str) -> float:
        concept = self.lexicon.weights.get(term)
        rarity = self._rarity.get(term, 0.0)
        return rarity if concept is None else rarity * concept * CONCEPT_BOOST

    def _near(self, entry: _Entry, asked: Mapping[str, float]) -> float:
        """Cosine to the nearest way of asking."""
        return max(
            (
                sum(weight * ask.get(term, 0.0) for term, weight in asked.items())
                for ask in entry.asks
            ),
            default=0.0,
        )

    def _about(self, entry: _Entry, asked: Mapping[str, float]) -> float:
        """How much of the question is ideas that the answer is about."""
        return sum(
            weight * weight / len(answers)
            for term, weight in asked.items()
            if entry.faq_id in (answers := self.lexicon.answers.get(term, ()))
        )

    def _whole(self, entry: _Entry, asked: Mapping[str, float]) -> float:
        """BM25 over all that the answer says."""
        spread = SATURATION * (1 - LENGTH_SHARE + LENGTH_SHARE * entry.length / self._mean)
        return sum(
            weight * count * (SATURATION + 1) / (count + spread)
            for term, weight in asked.items()
            if (count := entry.counts.get(term, 0))
        )


def _rarity(documents: Iterable[Mapping[str, int]]) -> dict[str, float]:
    """How much a term says, by the number of answers that have it."""
    counts = list(documents)
    seen: Counter[str] = Counter()
    for terms in counts:
        seen.update(terms.keys())
    return {
        term: math.log(1 + (len(counts) - number + 0.5) / (number + 0.5))
        for term, number in seen.items()
    }
