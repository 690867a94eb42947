import numpy as np

from kakekomi.trace.commonness import SLOTS, Commonness, boilerplate_threads


def numbers(*values: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return np.array(values, np.int64)


def test_threads_are_counted_once_each_however_often_a_run_is_met_in_them() -> None:
    common = Commonness(3)
    common.add(numbers(0, 0, 1, 0), numbers(5, 5, 5, 6))
    common.add(numbers(0, 1), numbers(5, 7))

    assert common.threads_of(numbers(0, 1, 2), np.arange(10)).tolist() == [2, 2, 0]


def test_threads_that_turn_out_to_be_one_are_one() -> None:
    common = Commonness(1)
    common.add(numbers(0, 0, 0), numbers(1, 2, 3))
    root = numbers(0, 1, 1, 1)

    assert common.threads_of(numbers(0), root).tolist() == [1]


def test_a_run_in_many_threads_is_settled_and_counts_no_further() -> None:
    common = Commonness(2)
    common.add(np.zeros(50, np.int64), np.arange(50))

    assert common.is_settled(numbers(0, 1)).tolist() == [True, False]
    assert common.threads_of(numbers(0), np.arange(50)).tolist() == [SLOTS]


def test_the_larger_the_archive_the_more_threads_may_share_a_run_by_chance() -> None:
    counts = [boilerplate_threads(mails) for mails in (0, 10_000, 50_000, 100_000, 2_000_000)]

    assert counts == [3, 3, 5, 10, 12]
    assert counts[-1] < SLOTS
