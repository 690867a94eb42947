"""Choose, of all mails whose text stands in a spoof, the one that was stolen.

It is the one whose text comes first: behind it stand the older mails that it quotes itself. A run
of bytes counts only if it is no boilerplate and the mail's text is there before it, and three of
them have to agree that don't overlap.
Mails of one text (the same words sent to each customer) share the doubt evenly.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np
import numpy.typing as npt

from kakekomi.trace.commonness import boilerplate_threads
from kakekomi.trace.grams import GRAM_BYTES
from kakekomi.trace.scan import Candidate, Scan

RARE_RUNS: Final = 3
"""That don't overlap: 72 bytes of one's own words, 24 kanji. Four lose mails of one sentence."""
MAX_GAP_BYTES: Final = 48
"""Of a mail's text that may be missing in a quote before what counts: a greeting with a name."""
GAP_SHARE: Final = 0.1
"""The same of a long text, by its length so far: a line may be mangled. Whoever wrote us twice has
a signature that looks like words of their own; behind other words it proves nothing."""
SAME_START_BYTES: Final = 48
"""Texts that begin this close to each other begin together; a greeting may be left out."""
SHORT_SHARE: Final = 0.9
"""Of the doubt, for answers of few words that stand before the mail they answer: those words are
there, which a thief of the mail itself would have no reason to write."""
MAX_MAILS: Final = 20
"""That one spoof is shared out to; a form letter sent to more says nothing."""


class Quote(StrEnum):
    """What a spoof quotes."""

    MATCHED = "matched"
    UNMATCHED = "unmatched"
    """Something that no archive has."""
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stolen:
    """What of the archive a spoof quotes."""

    quote: Quote
    mails: tuple[tuple[int, float], ...] = ()
    """Numbers with their shares, which add up to one; the likeliest first."""
    matched_chars: int = 0
    """Of normal form, covered."""


def choose(scan: Scan) -> tuple[Stolen, ...]:
    """For each spoof, once all mails have passed; mails that only answers tell of are added."""
    scan.flush()
    root = scan.archive.threads.roots()
    return tuple(_Choice(scan, root).of(number) for number in range(len(scan.spoofs)))


class _Choice:
    __slots__ = ("_common", "_root", "_scan")

    def __init__(self, scan: Scan, root: npt.NDArray[np.int64]) -> None:
        self._scan = scan
        self._root = root
        self._common = boilerplate_threads(scan.archive.size)

    def of(self, number: int) -> Stolen:
        """What this spoof quotes."""
        spoof = self._scan.spoofs[number]
        own = self._first(self._scan.own[number])
        quoted = self._first(self._scan.quoted[number])
        if quoted and (not own or quoted[0].start + SAME_START_BYTES < own[0].start):
            unseen = dict.fromkeys(self._unseen(one.mail) for one in quoted)
            mails = tuple((mail, 1 / len(unseen)) for mail in unseen)
            return _matched(mails, quoted[0], spoof.text)
        if own:
            return _matched(self._with_answers(own, number), own[0], spoof.text)
        return Stolen(quote=Quote.UNMATCHED if spoof.has_quote else Quote.NONE)

    def _unseen(self, reply: int) -> int:
        mail = self._scan.archive.add_unseen(reply)
        self._scan.ids.setdefault(mail, self._scan.answered_ids[reply])
        return mail

    def _first(self, candidates: Sequence[Candidate]) -> list[Candidate]:
        """Those of one text that comes first in the spoof."""
        real = [one for one in candidates if self._is_real(one)]
        if not real:
            return []
        start = min(one.start for one in real)
        together = [one for one in real if one.start <= start + SAME_START_BYTES]
        most = max(one.covered_bytes for one in together)
        best = [one for one in together if one.covered_bytes == most]
        best.sort(key=lambda one: (one.start, one.mail))
        return [one for one in best if one.start == best[0].start][:MAX_MAILS]

    def _is_real(self, candidate: Candidate) -> bool:
        """Whether enough of what agrees is no boilerplate."""
        grams = candidate.grams.astype(np.int64)
        threads = self._scan.commonness.threads_of(grams, self._root)
        is_rare = (threads < self._common) & _is_from_beginning(candidate.places)
        count, free = 0, 0
        for place in candidate.places[is_rare].tolist():
            if place >= free:
                count, free = count + 1, place + GRAM_BYTES
        return count >= RARE_RUNS

    def _with_answers(self, own: Sequence[Candidate], number: int) -> tuple[tuple[int, float], ...]:
        """The mails, or the answers of few words to them that stand before their text."""
        archive = self._scan.archive
        nodes = {archive.nodes[one.mail] for one in own}
        answers = dict.fromkeys(
            short.mail
            for short in self._scan.shorts[number]
            if archive.parents[short.mail] in nodes and short.start < own[0].start
        )
        shared = 1 - SHORT_SHARE if answers else 1.0
        shares = {one.mail: shared / len(own) for one in own}
        for mail in list(answers)[:MAX_MAILS]:
            shares[mail] = SHORT_SHARE / min(len(answers), MAX_MAILS)
        return tuple(sorted(shares.items(), key=lambda pair: (-pair[1], pair[0])))


def _is_from_beginning(places: npt.NDArray[np.int32]) -> npt.NDArray[np.bool_]:
    """Of sorted places of runs in a text: those with little missing before them."""
    ends = np.append(0, places[:-1] + GRAM_BYTES)
    missing = np.cumsum(np.maximum(places - ends, 0))
    is_whole = missing <= np.maximum(MAX_GAP_BYTES, GAP_SHARE * places)
    return np.asarray(np.logical_and.accumulate(is_whole))


def _matched(mails: tuple[tuple[int, float], ...], first: Candidate, text: bytes) -> Stolen:
    covered = text[first.start : first.start + first.covered_bytes]
    chars = len(covered.decode("utf-8", "ignore"))
    return Stolen(quote=Quote.MATCHED, mails=mails, matched_chars=chars)
