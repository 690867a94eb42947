import os

from kakekomi.cli.executor import in_order


def _square(number: int) -> int:
    return number * number


def _process(_: int) -> int:
    return os.getpid()


def test_results_come_in_the_order_of_the_work_whatever_the_jobs() -> None:
    work = range(20)

    assert list(in_order(_square, work, jobs=1)) == list(in_order(_square, work, jobs=2))


def test_one_job_runs_here_and_several_run_elsewhere() -> None:
    assert set(in_order(_process, range(3), jobs=1)) == {os.getpid()}
    assert os.getpid() not in set(in_order(_process, range(3), jobs=2))


def test_work_is_taken_only_as_it_is_needed() -> None:
    taken: list[int] = []

    def work() -> object:
        for number in range(1000):
            taken.append(number)
            yield number

    next(in_order(_square, work(), jobs=1))  # type: ignore[arg-type]

    assert taken == [0]
