"""Expected values are worked out by hand from the formulas of the sources."""

from math import exp, log, log10, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kakekomi.facts.errors import ConfigurationError
from kakekomi.facts.subject import Kind
from kakekomi.judge.calibrate import (
    Calibration,
    Fit,
    Interval,
    Judged,
    RuleFit,
    ScoreRow,
    Share,
    ThresholdRow,
    VerdictRow,
    calibrate,
    ceiling_db,
    fit_of,
    likelihood_ratio_db,
    share,
)
from kakekomi.judge.verdict import Verdict
from packs.make_pack import make_pack, make_rule

SEEN = make_rule("SELECT a.subject, a.name FROM attachment a", name="mail/seen", weight=12)
UNSEEN = make_rule("SELECT m.subject, m.text FROM message m", name="mail/unseen", weight=3)


def make_judged(
    weight_db: float, *rules: str, verdict: Verdict = Verdict.NOTHING_FOUND, count: int = 1
) -> list[Judged]:
    return [Judged(verdict=verdict, weight_db=weight_db, rules=frozenset(rules))] * count


def test_the_ratio_is_that_of_smoothed_shares_with_the_adjusted_log_interval() -> None:
    observed = likelihood_ratio_db(30, 40, 4, 400)

    bad, good = 30.5 / 40.5, 4.5 / 400.5
    spread = exp(1.959964 * sqrt(1 / 30.5 - 1 / 40.5 + 1 / 4.5 - 1 / 400.5))
    assert observed == Interval(
        value=round(10 * log10(bad / good), 2),
        low=round(10 * log10(bad / good / spread), 2),
        high=round(10 * log10(bad / good * spread), 2),
    )


def test_a_rule_that_fires_as_often_on_both_weighs_nothing() -> None:
    assert likelihood_ratio_db(7, 90, 7, 90).value == 0


def test_a_rule_that_never_fired_on_good_mail_has_a_finite_ratio() -> None:
    assert likelihood_ratio_db(10, 10, 0, 999).value == round(10 * log10(999.5 / 0.5), 2)


@given(st.integers(0, 50), st.integers(0, 50))
def test_exchanging_bad_and_good_turns_the_interval_round(bad: int, good: int) -> None:
    one, other = likelihood_ratio_db(bad, 50, good, 50), likelihood_ratio_db(good, 50, bad, 50)

    assert (one.value, one.low, one.high) == (-other.value, -other.high, -other.low)
    assert one.low <= one.value <= one.high


def test_the_ceiling_is_the_upper_end_if_every_bad_mail_showed_the_sign() -> None:
    spread = 1.959964 * sqrt(1 / 10.5 - 1 / 1000.5)

    assert ceiling_db(10, 1000) == round(10 * log10(1000.5 / 10.5) + spread * 10 / log(10), 2)


def test_without_a_good_mail_that_shows_the_sign_there_is_no_ceiling() -> None:
    assert ceiling_db(0, 5) is None


@given(st.integers(0, 40), st.integers(1, 40))
def test_no_bad_mail_lifts_the_observation_above_the_ceiling_of_the_good(
    bad: int, good: int
) -> None:
    ceiling = ceiling_db(good, 40)

    assert ceiling is not None
    assert likelihood_ratio_db(bad, 40, good, 40).value <= ceiling


@pytest.mark.parametrize(
    ("weight", "fit"),
    [
        (4.9, Fit.BELOW),
        (5.0, Fit.WITHIN),
        (9.0, Fit.WITHIN),
        (9.1, Fit.ABOVE),
        (12.0, Fit.ABOVE),
        (12.1, Fit.REFUTED),
    ],
)
def test_a_weight_is_compared_with_the_interval_and_the_ceiling(weight: float, fit: Fit) -> None:
    assert fit_of(weight, Interval(value=7, low=5, high=9), 12) is fit


def test_without_a_ceiling_no_weight_is_refuted() -> None:
    assert fit_of(90, Interval(value=7, low=5, high=9), None) is Fit.ABOVE


def test_of_a_rule_that_fired_on_nothing_nothing_is_said() -> None:
    assert fit_of(22, None, None) is Fit.UNSEEN


def test_a_share_has_wilsons_interval() -> None:
    # Newcombe (1998), table I: 81 of 263 gives 0.2553 to 0.3662.
    assert share(81, 263) == Share(mails=81, percent=Interval(value=30.8, low=25.53, high=36.62))


def test_a_share_of_none_has_an_upper_end_above_nought() -> None:
    assert share(0, 5000) == Share(mails=0, percent=Interval(value=0, low=0, high=0.08))


def test_everything_is_counted_once_in_its_place() -> None:
    bad = [
        *make_judged(22, "mail/seen", verdict=Verdict.DETECTED, count=3),
        *make_judged(0),
        *make_judged(0, verdict=Verdict.NOT_CHECKED),
    ]
    good = [*make_judged(0, count=9), *make_judged(12, "mail/seen", verdict=Verdict.SUSPICIOUS)]

    found = calibrate(make_pack(UNSEEN, SEEN), bad, good)

    assert found.rules == (
        RuleFit(
            rule="mail/seen",
            weight_db=12,
            bad=3,
            good=1,
            observed_db=likelihood_ratio_db(3, 4, 1, 10),
            ceiling_db=ceiling_db(1, 10),
            fit=Fit.WITHIN,
        ),
        RuleFit(
            rule="mail/unseen",
            weight_db=3,
            bad=0,
            good=0,
            observed_db=None,
            ceiling_db=None,
            fit=Fit.UNSEEN,
        ),
    )
    assert (found.bad, found.good) == (4, 10)
    assert found.verdicts == (
        VerdictRow(verdict=Verdict.DETECTED, bad=3, good=0),
        VerdictRow(verdict=Verdict.SUSPICIOUS, bad=0, good=1),
        VerdictRow(verdict=Verdict.NOTHING_FOUND, bad=1, good=9),
        VerdictRow(verdict=Verdict.NOT_CHECKED, bad=1, good=0),
    )
    assert found.scores == (
        ScoreRow(sum_db=0, bad=1, good=9),
        ScoreRow(sum_db=12, bad=0, good=1),
        ScoreRow(sum_db=22, bad=3, good=0),
    )


def test_a_sum_on_the_threshold_reaches_it() -> None:
    found = _of(make_judged(10), make_judged(9.99))

    assert _row(found, 10) == ThresholdRow(threshold_db=10, bad=share(1, 1), good=share(0, 1))


def test_the_packs_own_thresholds_are_among_the_rows() -> None:
    found = _of(make_judged(1), make_judged(1))

    rows = [row.threshold_db for row in found.thresholds]
    assert {found.suspicious_db, found.detected_db} <= set(rows)
    assert rows == sorted(rows)


def test_rules_about_pcs_are_left_out() -> None:
    rule = make_rule(
        "SELECT f.subject, f.path FROM file f", name="host/file", weight=9, kind=Kind.PC
    )

    assert calibrate(make_pack(rule), make_judged(0), make_judged(0)).rules == ()


@pytest.mark.parametrize(
    ("bad", "good", "missing"),
    [(0, 1, "bad"), (1, 0, "good"), (0, 0, "bad")],
)
def test_without_judged_mail_of_one_kind_there_is_nothing_to_compare(
    bad: int, good: int, missing: str
) -> None:
    unjudged = make_judged(0, verdict=Verdict.NOT_CHECKED)

    with pytest.raises(ConfigurationError, match=f"no {missing} mail"):
        _of([*make_judged(0, count=bad), *unjudged], [*make_judged(0, count=good), *unjudged])


def _of(bad: list[Judged], good: list[Judged]) -> Calibration:
    return calibrate(make_pack(SEEN), bad, good)


def _row(found: Calibration, threshold: float) -> ThresholdRow:
    return next(row for row in found.thresholds if row.threshold_db == threshold)
