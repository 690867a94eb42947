"""Which questions are asked more than before: today against the week before.

A question rises when today's number could hardly be chance if today were a day like the week's
mean: at least three, and more than the mean and two standard deviations of a Poisson count.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from math import sqrt
from typing import Final

WEEK_DAYS: Final = 7
"""Weekends are quiet at every desk, so that the comparison takes a whole week."""

MIN_TODAY: Final = 3
"""Two people asking the same is chance."""

DEVIATIONS: Final = 2.0
"""One day in forty is above that by chance."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rise:
    """A question, how often it was asked today, and on a day of the week before."""

    question: str
    today: int
    week_mean: float
    is_rising: bool


def rises(asked: Iterable[tuple[str, date]], *, today: date) -> tuple[Rise, ...]:
    """All questions of today and the week before: rising ones first, then by today's number."""
    first = today - timedelta(days=WEEK_DAYS)
    now: Counter[str] = Counter()
    before: Counter[str] = Counter()
    for question, day in asked:
        if day == today:
            now[question] += 1
        elif first <= day < today:
            before[question] += 1
    found = [_rise(question, now[question], before[question]) for question in {*now, *before}]
    return tuple(sorted(found, key=lambda one: (not one.is_rising, -one.today, one.question)))


def _rise(question: str, today: int, week: int) -> Rise:
    mean = week / WEEK_DAYS
    is_rising = today >= MIN_TODAY and today > mean + DEVIATIONS * sqrt(mean)
    return Rise(question=question, today=today, week_mean=mean, is_rising=is_rising)
