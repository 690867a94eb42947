import os
import signal

from kakekomi.cli.executor import in_order


def _square(number: int) -> int:
    return number * number


def _lost(number: int) -> int:
    return -number


def _square_or_die(number: int) -> int:
    """As when the system runs out of memory: the process is gone without a word."""
    if number in {3, 11}:
        os.kill(os.getpid(), signal.SIGKILL)
    return number * number


def _process(_: int) -> int:
    return os.getpid()


def test_results_come_in_the_order_of_the_work_whatever_the_jobs() -> None:
    work = range(20)

    assert list(in_order(_square, work, jobs=1, lost=_lost)) == list(
        in_order(_square, work, jobs=2, lost=_lost)
    )


def test_one_job_runs_here_and_several_run_elsewhere() -> None:
    assert set(in_order(_process, range(3), jobs=1, lost=_lost)) == {os.getpid()}
    assert os.getpid() not in set(in_order(_process, range(3), jobs=2, lost=_lost))


def test_work_is_taken_only_as_it_is_needed() -> None:
    taken: list[int] = []

    def work() -> object:
        for number in range(1000):
            taken.append(number)
            yield number

    next(in_order(_square, work(), jobs=1, lost=_lost))  # type: ignore[arg-type]

    assert taken == [0]


def test_work_that_kills_its_process_is_named_and_all_else_is_done() -> None:
    expected = [-number if number in {3, 11} else number * number for number in range(20)]

    assert list(in_order(_square_or_die, range(20), jobs=2, lost=_lost)) == expected
