from itertools import pairwise

import pytest

from kakekomi.check.exit_status import BY_VERDICT, WORST_FIRST, ExitStatus, worst
from kakekomi.judge.verdict import Verdict


def test_the_numbers_are_those_that_other_programs_rely_on() -> None:
    assert {status.name: int(status) for status in ExitStatus} == {
        "NOTHING_FOUND": 0,
        "OUR_FAULT": 1,
        "UNREADABLE": 2,
        "SUSPICIOUS": 10,
        "DETECTED": 20,
        "NOT_CHECKED": 30,
        "INTERRUPTED": 130,
    }


def test_of_two_statuses_the_worse_one_counts_in_either_order() -> None:
    for worse, better in pairwise(WORST_FIRST):
        assert worst([better, worse]) is worst([worse, better]) is worse


def test_each_status_has_its_rank_and_each_verdict_its_status() -> None:
    assert set(WORST_FIRST) == set(ExitStatus)
    assert set(BY_VERDICT) == {str(verdict) for verdict in Verdict}


@pytest.mark.parametrize(
    ("statuses", "expected"),
    [
        ([], 0),
        ([0, 30], 30),
        ([30, 2], 2),
        ([2, 10], 10),
        ([10, 20], 20),
        ([20, 1], 1),
    ],
)
def test_the_worst_is_detected_then_suspicious_unreadable_not_checked(
    statuses: list[int], expected: int
) -> None:
    assert worst(map(ExitStatus, statuses)) == expected
