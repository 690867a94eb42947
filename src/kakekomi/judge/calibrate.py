"""Measure what each rule weighs on labelled mail, and what the thresholds make of the sums.

A weight is 10·log10 of the likelihood ratio: how much likelier the sign is on bad mail than on
good. It is estimated with 0.5 added to each count of hits and to each number of mails, so that a
rule that fired on no good mail has a ratio too; the 95 % interval is the adjusted log interval of a
ratio of two proportions. Mails that could not be judged are counted, but weigh nothing.

Bad mail is seldom a sample of anything. So each rule has a ceiling as well: the upper end of what
it could weigh if *every* bad mail showed it. A weight above the ceiling is refuted by good mail
alone, whatever the bad mail is.

Source: S. D. Walter, "The distribution of Levin's measure of attributable risk", Biometrika 62
(1975), for the logarithm with 0.5 added; E. B. Wilson, "Probable inference, the law of succession,
and statistical inference", J. Am. Stat. Assoc. 22 (1927), for the interval of a share.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from enum import StrEnum
from math import log, log10, sqrt
from typing import Final, Literal

import msgspec

from kakekomi.facts.errors import ConfigurationError
from kakekomi.facts.subject import Kind
from kakekomi.judge.verdict import Verdict
from kakekomi.packs.model import Pack, Rule

SMOOTHING: Final = 0.5
"""Added to the hits and to the mails they are among."""

Z_95: Final = 1.959964
"""Standard deviations on each side that hold 95 % of a normal distribution."""

DB_PER_NEPER: Final = 10 / log(10)
"""Decibans in one unit of the natural logarithm."""

USUAL_THRESHOLDS_DB: Final = (3.0, 5.0, 8.0, 10.0, 12.0, 15.0, 20.0, 25.0, 30.0)
"""Shown besides the pack's own, so that one sees what a step to either side would change."""

CalibrationSchema = Literal["kakekomi.calibration/1"]


class Judged(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one labelled mail."""

    verdict: Verdict
    weight_db: float
    rules: frozenset[str]
    """Ids of all rules that fired, also those that a heavier one of their group outweighs."""


class Interval(msgspec.Struct, frozen=True, kw_only=True):
    """An estimate with its 95 % interval."""

    value: float
    low: float
    high: float


class Fit(StrEnum):
    """How a weight stands to what was observed."""

    UNSEEN = "unseen"
    """The rule fired on no mail: nothing can be said."""
    WITHIN = "within"
    BELOW = "below"
    """The weight claims less than was observed."""
    ABOVE = "above"
    """The weight claims more than was observed."""
    REFUTED = "refuted"
    """The weight is above the ceiling: no bad mail whatever could bear it out."""


class RuleFit(msgspec.Struct, frozen=True, kw_only=True):
    """One rule on the labelled mail."""

    rule: str
    weight_db: float
    bad: int
    """Judged bad mails that it fired on."""
    good: int
    observed_db: Interval | None
    """None if it fired on no mail."""
    ceiling_db: float | None
    """None if it fired on no good mail: then good mail refutes no weight."""
    fit: Fit


class Share(msgspec.Struct, frozen=True, kw_only=True):
    """Some of the mails, with the 95 % interval of the share that they stand for."""

    mails: int
    percent: Interval


class ThresholdRow(msgspec.Struct, frozen=True, kw_only=True):
    """How many mails reach a sum."""

    threshold_db: float
    bad: Share
    good: Share


class VerdictRow(msgspec.Struct, frozen=True, kw_only=True):
    """How many mails got a verdict."""

    verdict: Verdict
    bad: int
    good: int


class ScoreRow(msgspec.Struct, frozen=True, kw_only=True):
    """How many judged mails have exactly this sum."""

    sum_db: float
    bad: int
    good: int


class Calibration(msgspec.Struct, frozen=True, kw_only=True):
    """A pack's mail rules and thresholds beside labelled mail."""

    schema: CalibrationSchema = "kakekomi.calibration/1"
    pack: str
    pack_version: str
    suspicious_db: float
    detected_db: float
    smoothing: float = SMOOTHING
    bad: int
    """Judged mails; those that could not be judged stand in ``verdicts`` only."""
    good: int
    rules: tuple[RuleFit, ...]
    """Heaviest first."""
    thresholds: tuple[ThresholdRow, ...]
    verdicts: tuple[VerdictRow, ...]
    scores: tuple[ScoreRow, ...]
    """Lowest sum first."""


def calibrate(pack: Pack, bad: Iterable[Judged], good: Iterable[Judged]) -> Calibration:
    """Compare the pack's mail rules with what they did on labelled mail.

    Raises:
        ConfigurationError: no mail of one kind could be judged.
    """
    all_bad, all_good = tuple(bad), tuple(good)
    judged_bad, judged_good = _judged(all_bad), _judged(all_good)
    if not judged_bad or not judged_good:
        missing = "good" if judged_bad else "bad"
        raise ConfigurationError(f"no {missing} mail that could be judged; both kinds are needed")
    limits = pack.thresholds
    return Calibration(
        pack=pack.id,
        pack_version=pack.version,
        suspicious_db=limits.suspicious_db,
        detected_db=limits.detected_db,
        bad=len(judged_bad),
        good=len(judged_good),
        rules=_rules(pack, judged_bad, judged_good),
        thresholds=_thresholds(
            (limits.suspicious_db, limits.detected_db), _sums(judged_bad), _sums(judged_good)
        ),
        verdicts=_verdicts(all_bad, all_good),
        scores=_scores(_sums(judged_bad), _sums(judged_good)),
    )


def likelihood_ratio_db(hits: int, mails: int, good_hits: int, good_mails: int) -> Interval:
    """The observed weight: hits among bad mails against hits among good ones."""
    variance = _variance(hits, mails) + _variance(good_hits, good_mails)
    ratio = _smoothed(hits, mails) / _smoothed(good_hits, good_mails)
    return _around(10 * log10(ratio), variance)


def ceiling_db(good_hits: int, good_mails: int) -> float | None:
    """The most that a rule can weigh, with 95 % confidence, whatever bad mail looks like.

    None if it fired on no good mail: then there is no such bound.
    """
    if not good_hits:
        return None
    certain = -10 * log10(_smoothed(good_hits, good_mails))
    return _around(certain, _variance(good_hits, good_mails)).high


def fit_of(weight_db: float, observed: Interval | None, ceiling: float | None) -> Fit:
    """How the weight stands to the observation."""
    if observed is None:
        return Fit.UNSEEN
    if ceiling is not None and weight_db > ceiling:
        return Fit.REFUTED
    if weight_db > observed.high:
        return Fit.ABOVE
    return Fit.BELOW if weight_db < observed.low else Fit.WITHIN


def share(mails: int, of_mails: int) -> Share:
    """The share in percent with Wilson's interval; ``of_mails`` is not 0."""
    part, square = mails / of_mails, Z_95**2 / of_mails
    middle = part + square / 2
    spread = sqrt(square * (part * (1 - part) + square / 4))
    return Share(
        mails=mails,
        percent=_rounded(
            100 * part,
            100 * max(0.0, (middle - spread) / (1 + square)),
            100 * min(1.0, (middle + spread) / (1 + square)),
        ),
    )


def _smoothed(hits: int, mails: int) -> float:
    return (hits + SMOOTHING) / (mails + SMOOTHING)


def _variance(hits: int, mails: int) -> float:
    """Of the natural logarithm of the smoothed share."""
    return 1 / (hits + SMOOTHING) - 1 / (mails + SMOOTHING)


def _around(value_db: float, variance: float) -> Interval:
    spread = Z_95 * sqrt(variance) * DB_PER_NEPER
    return _rounded(value_db, value_db - spread, value_db + spread)


def _rounded(value: float, low: float, high: float) -> Interval:
    """To two decimals, so that what is compared is what is shown."""
    return Interval(value=round(value, 2), low=round(low, 2), high=round(high, 2))


def _judged(mails: Sequence[Judged]) -> tuple[Judged, ...]:
    return tuple(mail for mail in mails if mail.verdict is not Verdict.NOT_CHECKED)


def _sums(mails: Sequence[Judged]) -> tuple[float, ...]:
    return tuple(mail.weight_db for mail in mails)


def _rules(pack: Pack, bad: Sequence[Judged], good: Sequence[Judged]) -> tuple[RuleFit, ...]:
    bad_hits = Counter(rule for mail in bad for rule in mail.rules)
    good_hits = Counter(rule for mail in good for rule in mail.rules)
    ordered = sorted(
        (rule for rule in pack.rules if rule.kind is Kind.MAIL),
        key=lambda rule: (-rule.weight_db, rule.id),
    )
    return tuple(
        _rule(rule, (bad_hits[rule.id], len(bad)), (good_hits[rule.id], len(good)))
        for rule in ordered
    )


def _rule(rule: Rule, bad: tuple[int, int], good: tuple[int, int]) -> RuleFit:
    """``bad`` and ``good`` are hits and mails."""
    observed = likelihood_ratio_db(*bad, *good) if bad[0] or good[0] else None
    ceiling = ceiling_db(*good)
    return RuleFit(
        rule=rule.id,
        weight_db=rule.weight_db,
        bad=bad[0],
        good=good[0],
        observed_db=observed,
        ceiling_db=ceiling,
        fit=fit_of(rule.weight_db, observed, ceiling),
    )


def _thresholds(
    own: Iterable[float], bad: Sequence[float], good: Sequence[float]
) -> tuple[ThresholdRow, ...]:
    return tuple(
        ThresholdRow(
            threshold_db=threshold,
            bad=share(sum(value >= threshold for value in bad), len(bad)),
            good=share(sum(value >= threshold for value in good), len(good)),
        )
        for threshold in sorted({*USUAL_THRESHOLDS_DB, *own})
    )


def _verdicts(bad: Sequence[Judged], good: Sequence[Judged]) -> tuple[VerdictRow, ...]:
    in_bad = Counter(mail.verdict for mail in bad)
    in_good = Counter(mail.verdict for mail in good)
    return tuple(
        VerdictRow(verdict=verdict, bad=in_bad[verdict], good=in_good[verdict])
        for verdict in Verdict
    )


def _scores(bad: Sequence[float], good: Sequence[float]) -> tuple[ScoreRow, ...]:
    in_bad, in_good = Counter(bad), Counter(good)
    return tuple(
        ScoreRow(sum_db=value, bad=in_bad[value], good=in_good[value])
        for value in sorted({*in_bad, *in_good})
    )
