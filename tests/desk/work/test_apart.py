"""Reading in a process of its own: what it says is heard, what it does to itself is told."""

import sys

import pytest

from desk.work.apart_tasks import count, devour, die
from kakekomi.desk.work.apart import ask
from kakekomi.facts.errors import ParseError


def test_a_process_apart_tells_how_far_it_is_and_answers() -> None:
    heard: list[int] = []

    assert ask(count, b"abc", most_s=30.0, heard=heard.append) == b"cba"
    assert heard == [1, 2]


def test_a_process_that_dies_is_the_fault_of_what_it_read() -> None:
    with pytest.raises(ParseError, match="made an end"):
        ask(die, b"", most_s=30.0)


def test_a_process_that_takes_too_long_is_ended() -> None:
    with pytest.raises(ParseError, match="too long"):
        ask(count, b"", most_s=0.0)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux refuses a process more memory")
def test_a_process_that_wants_all_memory_gets_none() -> None:
    with pytest.raises(ParseError, match="made an end"):
        ask(devour, b"", most_s=30.0)
