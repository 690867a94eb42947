"""Put mails and enquiries of one campaign together, one by one as they come in.

Two items belong together when what they share weighs at least ``JOINS``; each share is a reason
that the operator sees. A new item joins the wave of the item that it shares most with, else it
opens a wave of its own. Placing depends on the items and their order only: the same items in the
same order give the same waves.

What is shared says little after a while (the same subject a year later is another campaign), so an
item is compared with those of the last fourteen days.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from kakekomi.desk.counter.marks import Item, Mark, MarkKind

MAX_WAVES: Final = 400
"""That an item is compared with: a desk that has more open ones has not closed the old."""

MAX_REPRESENTATIVES: Final = 8
"""Of a wave, that an item is compared with: the newest, since campaigns drift."""

WINDOW: Final = timedelta(days=14)
"""Emotet's runs of one shape took days, seldom weeks."""

JOINS: Final = 1.0
"""From this weight on two items belong together."""

WEIGHTS: Final = {
    MarkKind.FILE: 1.0,
    MarkKind.SHAPE: 1.0,
    MarkKind.HOST: 0.7,
    MarkKind.SENDER: 0.7,
    MarkKind.FILE_NAME: 0.5,
    MarkKind.SUBJECT: 0.5,
}
"""One of each kind counts; two that can be shared by chance join only together."""

ALIKE: Final = 0.4
"""Share of common shingles from which texts speak of the same thing."""

SAME: Final = 0.7
"""Share from which they are the same text with other names in it."""

MIN_SHINGLES: Final = 40
"""A text shorter than that is a greeting and one sentence, which strangers write alike."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wave:
    """Items that belong together, the newest last."""

    id: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """What two items have in common."""

    marks: tuple[Mark, ...]
    """The first of each kind, the most telling first."""
    text: float
    """Jaccard index of their shingles, from 0 to 1."""

    @property
    def weight(self) -> float:
        """How much it says; from ``JOINS`` on they belong together."""
        return sum(WEIGHTS[mark.kind] for mark in self.marks) + _text_weight(self.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """The wave that an item joins, and why."""

    wave: str
    beside: str
    """The item of the wave that it is most like."""
    share: Share


def place(item: Item, waves: Sequence[Wave]) -> Placement | None:
    """The wave that the item joins; None if it opens one. Equal shares: the wave named first."""
    best: Placement | None = None
    for wave in waves[:MAX_WAVES]:
        for other in wave.items[-MAX_REPRESENTATIVES:]:
            share = shared(item, other) if _may_join(item, other) else None
            if share is None or share.weight < JOINS:
                continue
            if best is None or share.weight > best.share.weight:
                best = Placement(wave=wave.id, beside=other.id, share=share)
    return best


def shared(one: Item, other: Item) -> Share | None:
    """What two items have in common; None if their times are too far apart."""
    if abs(one.at - other.at) > WINDOW:
        return None
    return Share(marks=_first_of_kind(one.marks & other.marks), text=_jaccard(one, other))


def clustered(items: Iterable[Item]) -> tuple[Wave, ...]:
    """All items put into waves, in their order; a wave bears the id of its first item."""
    waves: dict[str, Wave] = {}
    for item in items:
        placement = place(item, tuple(waves.values()))
        name = item.id if placement is None else placement.wave
        before = waves[name].items if placement is not None else ()
        waves[name] = Wave(id=name, items=(*before, item))
    return tuple(waves.values())


def _may_join(one: Item, other: Item) -> bool:
    """Cheap: without a common mark only texts of about one length can be the same."""
    few, many = sorted((len(one.shingles), len(other.shingles)))
    return few >= SAME * many or not one.marks.isdisjoint(other.marks)


def _first_of_kind(marks: Iterable[Mark]) -> tuple[Mark, ...]:
    first: dict[MarkKind, Mark] = {}
    for mark in sorted(marks):
        first.setdefault(mark.kind, mark)
    return tuple(first[kind] for kind in MarkKind if kind in first)


def _jaccard(one: Item, other: Item) -> float:
    if min(len(one.shingles), len(other.shingles)) < MIN_SHINGLES:
        return 0.0
    common = len(one.shingles & other.shingles)
    return common / (len(one.shingles) + len(other.shingles) - common)


def _text_weight(likeness: float) -> float:
    if likeness >= SAME:
        return JOINS
    return 0.5 if likeness >= ALIKE else 0.0
