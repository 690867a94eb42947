import pytest

from kakekomi.check.exit_status import ExitStatus
from kakekomi.check.outcome import Problem
from kakekomi.cli.reader_gone import attempt_for_reader
from kakekomi.facts.errors import ParseError


def raising(error: Exception) -> ExitStatus:
    raise error


def test_what_was_done_and_what_was_wrong_come_back() -> None:
    done = attempt_for_reader(lambda: ExitStatus.DETECTED, name="a", bad_input="tell.failed")
    wrong = attempt_for_reader(
        lambda: raising(ParseError("bad")), name="a", bad_input="tell.failed"
    )

    assert done is ExitStatus.DETECTED
    assert wrong == Problem(name="a", key="tell.failed", reason="bad")


def test_a_reader_who_went_away_is_not_taken_for_a_bad_input() -> None:
    with pytest.raises(BrokenPipeError):
        attempt_for_reader(lambda: raising(BrokenPipeError()), name="a", bad_input="tell.failed")
