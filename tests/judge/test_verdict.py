import pytest

from kakekomi.facts.gap import Gap, What, Why
from kakekomi.facts.subject import Kind
from kakekomi.judge.verdict import (
    BEYOND,
    Evidence,
    Finding,
    Verdict,
    gaps_with_beyond,
    verdict_of,
    weigh,
)
from kakekomi.packs.model import Thresholds

THRESHOLDS = Thresholds(suspicious_db=10, detected_db=20)


def make_finding(
    rule: str, weight: float, *, group: str | None = None, capped: bool = False
) -> Finding:
    return Finding(
        rule=rule,
        weight_db=weight,
        attack=(),
        evidence=(Evidence("message", "text", "x"),),
        values={},
        group=group,
        capped=capped,
    )


def test_a_finding_without_evidence_is_refused() -> None:
    with pytest.raises(ValueError, match="no evidence"):
        Finding(rule="mail/x", weight_db=1, attack=(), evidence=(), values={})


@pytest.mark.parametrize(
    ("weights", "verdict"),
    [
        ([], Verdict.NOTHING_FOUND),
        ([9.9], Verdict.NOTHING_FOUND),
        ([10.0], Verdict.SUSPICIOUS),
        ([9.0, 10.9], Verdict.SUSPICIOUS),
        ([9.0, 11.0], Verdict.DETECTED),
        ([30.0, -15.0], Verdict.SUSPICIOUS),
        ([12.0, -15.0], Verdict.NOTHING_FOUND),
    ],
)
def test_decibans_add_up_to_a_verdict(weights: list[float], verdict: Verdict) -> None:
    weighed = weigh([make_finding(f"mail/{n}", weight) for n, weight in enumerate(weights)])

    assert verdict_of(weighed, THRESHOLDS, checked=True) is verdict


def test_of_a_group_only_the_heaviest_counts_and_all_are_shown() -> None:
    findings = [
        make_finding("mail/light", 4, group="lure"),
        make_finding("mail/alone", 3),
        make_finding("mail/heavy", 8, group="lure"),
    ]

    weighed = weigh(findings)

    assert weighed.total_db == 11
    assert [(one.rule, one.counts) for one in weighed.findings] == [
        ("mail/heavy", True),
        ("mail/light", False),
        ("mail/alone", True),
    ]


def test_equal_weights_in_a_group_count_once_whatever_their_order() -> None:
    findings = [make_finding(f"mail/{name}", 6, group="g") for name in "ba"]

    assert weigh(findings).total_db == weigh(findings[::-1]).total_db == 6
    assert weigh(findings) == weigh(findings[::-1])


def test_exposure_alone_is_never_more_than_suspicious() -> None:
    exposed = [make_finding(f"host/{n}", 15, capped=True) for n in range(3)]

    assert verdict_of(weigh(exposed), THRESHOLDS, checked=True) is Verdict.SUSPICIOUS
    with_sign = [*exposed, make_finding("host/sign", 6)]
    assert verdict_of(weigh(with_sign), THRESHOLDS, checked=True) is Verdict.DETECTED


def test_what_speaks_against_malice_does_not_lift_the_cap() -> None:
    findings = [
        make_finding("host/a", 25, capped=True),
        make_finding("host/b", 12, capped=True),
        make_finding("host/benign", -5),
    ]

    assert verdict_of(weigh(findings), THRESHOLDS, checked=True) is Verdict.SUSPICIOUS


def test_nothing_seen_is_not_checked_unless_something_was_found() -> None:
    assert verdict_of(weigh([]), THRESHOLDS, checked=False) is Verdict.NOT_CHECKED
    found = weigh([make_finding("mail/x", 12)])
    assert verdict_of(found, THRESHOLDS, checked=False) is Verdict.SUSPICIOUS


@pytest.mark.parametrize("kind", Kind)
def test_nothing_found_always_has_gaps(kind: Kind) -> None:
    gaps = gaps_with_beyond([], kind, Verdict.NOTHING_FOUND)

    assert {gap.what for gap in gaps} == set(BEYOND[kind]) != set()


def test_gaps_are_distinct_and_sorted() -> None:
    part = Gap(what=What.PART, why=Why.DAMAGED, node=2)
    other = Gap(what=What.ARCHIVE, why=Why.LIMIT)
    first = Gap(what=What.PART, why=Why.DAMAGED)

    gaps = gaps_with_beyond([part, other, part, first], Kind.MAIL, Verdict.DETECTED)

    assert gaps == (other, first, part)
