from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor

import pytest

from kakekomi.check.executor import MAX_CARRIED_BYTES, in_order


def _square(number: int) -> int:
    return number * number


def _at_once(number: int) -> Future[int]:
    future: Future[int] = Future()
    future.set_result(_square(number))
    return future


def _nothing(_: int) -> int:
    return 0


def test_results_come_in_the_order_of_the_work() -> None:
    with ThreadPoolExecutor(3) as executor:
        pairs = in_order(
            lambda number: executor.submit(_square, number), range(50), ahead=6, weight=_nothing
        )

        assert list(pairs) == [(number, number * number) for number in range(50)]


def test_what_is_done_is_given_before_more_work_is_taken() -> None:
    taken: list[int] = []

    def work() -> Iterator[int]:
        for number in range(1000):
            taken.append(number)
            yield number

    next(in_order(_at_once, work(), ahead=10, weight=_nothing))

    assert taken == [0]


@pytest.mark.parametrize(
    ("weight", "begun"), [(0, 4), (MAX_CARRIED_BYTES // 2 + 1, 2), (MAX_CARRIED_BYTES + 1, 1)]
)
def test_work_is_handed_over_only_as_far_ahead_as_it_may(weight: int, begun: int) -> None:
    futures: list[Future[int]] = []

    def submit(_: int) -> Future[int]:
        future: Future[int] = Future()
        futures.append(future)
        return future

    results = in_order(submit, range(100), ahead=4, weight=lambda _: weight)
    with ThreadPoolExecutor(1) as reader:
        first = reader.submit(next, results)
        while len(futures) < begun:
            pass
        futures[0].set_result(7)

        assert first.result() == (0, 7)
    assert len(futures) == begun


def test_what_waits_is_cancelled_when_nobody_wants_more() -> None:
    futures: list[Future[int]] = []

    def submit(number: int) -> Future[int]:
        futures.append(_at_once(number) if number == 0 else Future())
        return futures[-1]

    results = in_order(submit, range(3), ahead=2, weight=_nothing)
    assert next(results) == (0, 0)
    results.close()  # type: ignore[attr-defined]

    assert all(future.done() for future in futures)


def test_a_failure_of_the_work_is_raised_where_its_result_would_be() -> None:
    def submit(number: int) -> Future[int]:
        future = _at_once(number)
        if number == 1:
            future = Future()
            future.set_exception(OSError("gone"))
        return future

    results = in_order(submit, range(3), ahead=2, weight=_nothing)

    assert next(results) == (0, 0)
    with pytest.raises(OSError, match="gone"):
        next(results)
