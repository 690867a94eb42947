"""Let an archive pass by the spoofs once, and keep the mails whose words stand in one of them.

256 mails at a time are put together and hashed. A mail is kept as a candidate if its text is there
from its beginning: of its bytes up to the end of the longest run, 70 % are in the spoof, and they
are at least 80; if both go on with other words, half of the mail must be there. That is looked for
in a mail's own words; a mail that no archive has can still be found in the words that its answer
quotes. Short words ("noted, thanks") can't be found by themselves, so those that stand in a spoof
whole are kept for the choice among a mail's answers.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from kakekomi.trace.archive import SECONDS_A_DAY, Archive
from kakekomi.trace.commonness import Commonness
from kakekomi.trace.grams import GRAM_BYTES, Places, hashes, starts_of
from kakekomi.trace.letter import Letter, Spoof
from kakekomi.trace.spoof_table import SpoofTable

BATCH_MAILS: Final = 256
"""Enough that numpy's own cost vanishes, little enough to stay in the processor's cache."""
MAX_BATCH_BYTES: Final = 4 * 1024 * 1024
"""Of text: long mails make shorter batches."""
MIN_COVERED_BYTES: Final = 80
"""A greeting has sixty."""
MAX_HITS: Final = 32_768
"""Looked at in one go, or those of one mail: each may stand in each spoof."""
MIN_OPEN_RUNS: Final = 24
"""Runs of a mail and a spoof that are no boilerplate: 47 bytes in one piece. A match has 72."""
MIN_SHARE: Final = 0.7
"""Of the text up to the end of the longest run."""
MIN_REST_BYTES: Final = 48
"""Of text that goes on behind what agrees; less is an end."""
MIN_WHOLE_SHARE: Final = 0.5
"""Of a mail whose text goes on otherwise than the spoof does: people begin mails alike, and a quote
that is cut short ends there."""
MAX_CANDIDATES: Final = 400
"""Kept of one spoof, those that cover most: form letters match by thousands and tell nothing."""
SHORT_BYTES: Final = 200
"""Own words below this can't be found by themselves."""
MIN_SHORT_BYTES: Final = 12
"""Four kanji; less stands in any text."""
MARGIN_DAYS: Final = 10 / 1_440
"""Ten minutes: a spoof that lies in the archive itself quotes nothing of the spoof."""
MAX_SHORTS: Final = 2_000
"""Kept of one spoof: so often somebody says that all is understood."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A mail whose text stands in a spoof, its commonness not yet looked at."""

    mail: int
    spoof: int
    start: int
    """Where in the spoof its text begins, or would."""
    covered_bytes: int
    places: npt.NDArray[np.int32]
    """In the mail's text, of each run found."""
    grams: npt.NDArray[np.int32]
    """The same runs, by their number in the table."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Short:
    """A mail whose few own words stand in a spoof whole."""

    mail: int
    spoof: int
    start: int


class Scan:
    """Takes mails one after another."""

    def __init__(self, spoofs: Sequence[Spoof]) -> None:
        self.spoofs = tuple(spoofs)
        self.table = SpoofTable([spoof.text for spoof in spoofs])
        self.archive = Archive()
        self.commonness = Commonness(self.table.size)
        self.own = [list[Candidate]() for _ in spoofs]
        self.quoted = [list[Candidate]() for _ in spoofs]
        self.shorts = [list[Short]() for _ in spoofs]
        self.ids: dict[int, str] = {}
        """Of mails that are candidates."""
        self.answered_ids: dict[int, str] = {}
        """Of the mails that candidates answer."""
        self.is_full = False
        """Candidates were left out."""
        self._spoof_ids = frozenset(spoof.message_id for spoof in spoofs)
        self._days = [_day(spoof) for spoof in spoofs]
        self._openings = _openings(self.table.texts)
        self._letters: dict[int, Letter] = {}
        """Of the batch."""
        self._mails: list[int] = []
        self._texts: list[bytes] = []
        self._quotes: list[tuple[int, bytes]] = []
        self._bytes = 0

    def add(self, letter: Letter, unit: int) -> None:
        """Take a mail of a mailbox."""
        if letter.message_id and letter.message_id in self._spoof_ids:
            return
        mail = self.archive.add(letter, unit)
        if mail is None:
            return
        self._letters[mail] = letter
        if len(letter.own) < SHORT_BYTES:
            self._add_short(mail, letter.own)
        self._mails.append(mail)
        self._texts.append(letter.own)
        if len(letter.quoted) >= MIN_COVERED_BYTES:
            self._quotes.append((mail, letter.quoted))
        self._bytes += len(letter.own) + len(letter.quoted)
        if len(self._mails) >= BATCH_MAILS or self._bytes >= MAX_BATCH_BYTES:
            self.flush()

    def flush(self) -> None:
        """Scan what was taken; needed once at the end."""
        self._scan(self._mails, self._texts, self.own, counts=True)
        quoting, quotes = [mail for mail, _ in self._quotes], [text for _, text in self._quotes]
        self._scan(quoting, quotes, self.quoted, counts=False)
        self._mails, self._texts, self._quotes, self._bytes = [], [], [], 0
        self._letters = {}

    def _add_short(self, mail: int, text: bytes) -> None:
        if len(text) < MIN_SHORT_BYTES or text[:MIN_SHORT_BYTES] not in self._openings:
            return
        for number, spoof in enumerate(self.table.texts):
            start = spoof.find(text)
            if start >= 0 and len(self.shorts[number]) < MAX_SHORTS:
                self.shorts[number].append(Short(mail=mail, spoof=number, start=start))
                self._remember(mail)

    def _remember(self, mail: int) -> None:
        letter = self._letters[mail]
        self.ids[mail] = letter.message_id
        self.answered_ids[mail] = letter.answers[-1] if letter.answers else ""

    def _scan(
        self,
        mails: Sequence[int],
        texts: Sequence[bytes],
        kept: list[list[Candidate]],
        *,
        counts: bool,
    ) -> None:
        starts = starts_of(texts)
        joined = b"".join(texts)
        hits = self.table.hits(hashes(joined))
        if not len(hits.places):
            return
        index = np.searchsorted(starts, hits.places, side="right") - 1
        is_within = hits.places + GRAM_BYTES <= starts[index + 1]
        index, places, grams = index[is_within], hits.places[is_within], hits.grams[is_within]
        if counts:
            roots = [self.archive.threads.root(self.archive.nodes[mail]) for mail in mails]
            self.commonness.add(grams, np.array(roots, np.int64)[index])
        for begin, end in _portions(index):
            part = slice(begin, end)
            for which, spoof in self._pairs(index[part], grams[part]):
                first, last = np.searchsorted(index, (which, which + 1))
                row, owner, at = self.table.where(grams[first:last])
                mine = owner == spoof
                where = places[first:last][row[mine]] - int(starts[which])
                order = np.lexsort((at[mine], where))
                found = _Found(where[order], grams[first:last][row[mine]][order], at[mine][order])
                self._keep(found, mails[which], spoof, texts[which], kept)

    def _pairs(self, index: Places, grams: Places) -> list[tuple[int, int]]:
        """Mails and spoofs that share enough which is no boilerplate; most share greetings only."""
        is_open = ~self.commonness.is_settled(grams)
        row, spoof, _ = self.table.where(grams[is_open])
        pair, counts = np.unique(index[is_open][row] * len(self.spoofs) + spoof, return_counts=True)
        enough = pair[counts >= MIN_OPEN_RUNS].tolist()
        return [divmod(one, len(self.spoofs)) for one in enough]

    def _keep(
        self, found: "_Found", mail: int, spoof: int, text: bytes, kept: list[list[Candidate]]
    ) -> None:
        covered, end = found.covered()
        if covered < MIN_COVERED_BYTES or covered < MIN_SHARE * end:
            return
        if covered < MIN_WHOLE_SHARE * len(text) and self._goes_on(found, spoof, len(text)):
            return
        place, at = int(found.places[0]), int(found.at[0])
        if not self.table.is_same(spoof, at, text[place : place + GRAM_BYTES]):
            return
        if self.archive.days[mail] > self._days[spoof]:
            return
        self._remember(mail)
        candidates = kept[spoof]
        candidates.append(
            Candidate(
                mail=mail,
                spoof=spoof,
                start=max(at - place, 0),
                covered_bytes=covered,
                places=found.places.astype(np.int32),
                grams=found.grams.astype(np.int32),
            )
        )
        if len(candidates) > 2 * MAX_CANDIDATES:
            candidates.sort(key=lambda one: (-one.covered_bytes, one.mail))
            del candidates[MAX_CANDIDATES:]
            self.is_full = True

    def _goes_on(self, found: "_Found", spoof: int, length: int) -> bool:
        """Whether mail and spoof both go on behind what agrees, each with words of its own."""
        covered, end = found.covered()
        last = int(np.searchsorted(found.places, end - GRAM_BYTES))
        spoof_rest = len(self.table.texts[spoof]) - int(found.at[last]) - GRAM_BYTES
        mail_rest = length - end - (found.covered_in_all() - covered)
        return min(spoof_rest, mail_rest) >= MIN_REST_BYTES


@dataclass(frozen=True, slots=True)
class _Found:
    """Runs of one mail in one spoof, by their place in the mail."""

    places: Places
    grams: Places
    at: Places
    """In the spoof."""

    def covered(self) -> tuple[int, int]:
        """Bytes of the mail that are there up to the end of the longest run, and that end."""
        places = self.places
        if MIN_SHARE * places[0] > (1 - MIN_SHARE) * (places[-1] + GRAM_BYTES - places[0]):
            return 0, 0  # so much of the beginning is missing that the rest can't make up for it
        places = places[np.append(True, np.diff(places) > 0)]
        steps = np.diff(places)
        breaks = np.flatnonzero(steps > 1)
        begins = np.append(0, breaks + 1)
        ends = np.append(breaks, len(places) - 1)
        longest = int(np.argmax(ends - begins))
        reach = np.minimum(steps[: ends[longest]], GRAM_BYTES).sum()
        return int(reach) + GRAM_BYTES, int(places[ends[longest]]) + GRAM_BYTES

    def covered_in_all(self) -> int:
        """Bytes of the mail that are there anywhere."""
        places = self.places[np.append(True, np.diff(self.places) > 0)]
        return int(np.minimum(np.diff(places), GRAM_BYTES).sum()) + GRAM_BYTES


def _portions(index: Places) -> list[tuple[int, int]]:
    """Cut hits at the ends of mails, into parts of bounded size; ``index`` is sorted."""
    ends = np.flatnonzero(np.diff(index, append=-1)) + 1
    cuts, begin, last = list[tuple[int, int]](), 0, 0
    for end in ends.tolist():
        if end - begin > MAX_HITS and last > begin:
            cuts.append((begin, last))
            begin = last
        last = end
    return [*cuts, (begin, last)]


def _day(spoof: Spoof) -> float:
    """Until when a mail may have been written that it quotes."""
    at = spoof.received_at
    return at.timestamp() / SECONDS_A_DAY - MARGIN_DAYS if at else float("inf")


def _openings(texts: Sequence[bytes]) -> frozenset[bytes]:
    """All short runs of all spoofs: a quick no for most short mails."""
    return frozenset(
        text[place : place + MIN_SHORT_BYTES]
        for text in texts
        for place in range(len(text) - MIN_SHORT_BYTES + 1)
    )
