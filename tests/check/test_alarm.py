"""Alarms are tried in processes of their own: they interrupt whatever the main thread is at."""

# ruff: noqa: S603  it runs our own code
import subprocess
import sys

import pytest

CODE = """
import time
from kakekomi.check.alarm import OutOfTimeError, {alarm}
alarm = {alarm}()
def endless():
    while True:
        try:
            while True: pass
        except Exception: pass
assert alarm.within(5, lambda: 42) == 42
for _ in range(3):
    try:
        alarm.within(0.1, endless)
    except OutOfTimeError:
        print("ended")
for _ in range(8):
    time.sleep(0.1)
print("and not again")
"""


@pytest.mark.parametrize("alarm", ["SignalAlarm", "ThreadAlarm"])
def test_what_takes_too_long_is_ended_each_time_and_nothing_else_is(alarm: str) -> None:
    if alarm == "SignalAlarm" and sys.platform == "win32":
        pytest.skip("there are no signals")
    done = subprocess.run(
        [sys.executable, "-c", CODE.format(alarm=alarm)],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )

    assert (done.stdout, done.returncode) == ("ended\n" * 3 + "and not again\n", 0)


def test_a_signal_interrupts_the_search_of_an_expression() -> None:
    if sys.platform == "win32":
        pytest.skip("there are no signals")
    code = CODE.replace("while True: pass\n", "__import__('re').search('(a*)*b', 'a' * 40)\n", 1)
    done = subprocess.run(
        [sys.executable, "-c", code.format(alarm="SignalAlarm")],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )

    assert done.stdout == "ended\n" * 3 + "and not again\n"
