"""The bounds are tried in processes of their own: they end what oversteps them."""

# ruff: noqa: S603  it runs our own code
import subprocess
import sys

import pytest

IMPORTS = "from kakekomi.check.alarm import *\nfrom kakekomi.check.bounds import *\n"

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs signals")


def _run(code: str) -> subprocess.CompletedProcess[str]:
    lines = "from kakekomi.check import bounds\n" + IMPORTS + code
    return subprocess.run(
        [sys.executable, "-c", lines], capture_output=True, text=True, check=False, timeout=60
    )


def test_what_is_done_in_time_gives_its_result() -> None:
    done = _run("print(Watch().within(5, lambda: 42))")

    assert (done.stdout, done.returncode) == ("42\n", 0)


def test_what_takes_too_long_is_ended_even_where_all_exceptions_are_caught() -> None:
    done = _run(
        """
def endless():
    while True:
        try:
            while True: pass
        except Exception: pass
try:
    Watch().within(0.1, endless)
except OutOfTimeError:
    print("ended")
import time
time.sleep(0.7)
print("and not again")
"""
    )

    assert (done.stdout, done.returncode) == ("ended\nand not again\n", 0)


def test_what_cannot_be_interrupted_ends_the_process() -> None:
    done = _run(
        """
import signal
bounds.END_S = 0.2
watch = Watch()
signal.signal(signal.SIGALRM, signal.SIG_IGN)
def endless():
    while True: pass
watch.within(0.1, endless)
"""
    )

    assert (done.stdout, done.stderr, done.returncode) == ("", "", 1)


def test_waiting_for_work_has_no_end() -> None:
    done = _run(
        """
import time
bounds.END_S = 0.2
watch = Watch()
watch.within(1, lambda: None)
watch.rest()
time.sleep(0.5)
print("here")
"""
    )

    assert done.stdout == "here\n"


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits data")
def test_more_memory_than_a_mail_may_take_is_refused() -> None:
    done = _run(
        """
limit_memory()
kept = bytes(MAX_MEMORY_BYTES // 2)
try:
    bytes(MAX_MEMORY_BYTES // 2)
except MemoryError:
    print("refused")
"""
    )

    assert done.stdout == "refused\n"
