import pytest

from kakekomi.check.exit_status import ExitStatus
from kakekomi.check.outcome import Problem, attempt
from kakekomi.facts.errors import ConfigurationError, ParseError, UnsupportedError


def _raise(error: Exception) -> int:
    raise error


def _attempt(error: Exception) -> int | Problem:
    return attempt(lambda: _raise(error), name="a.eml", bad_input="problem.not_mail")


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (
            ParseError("no header", where="a.eml"),
            Problem(name="a.eml", key="problem.not_mail", reason="no header"),
        ),
        (
            UnsupportedError("newer version"),
            Problem(name="a.eml", key="problem.not_mail", reason="newer version"),
        ),
        (
            ConfigurationError("no volume serial: 'x'"),
            Problem(name="a.eml", key="problem.setting", reason="no volume serial: 'x'"),
        ),
        (FileNotFoundError(2, "gone"), Problem(name="a.eml", key="problem.no_such_file")),
        (PermissionError(13, "no"), Problem(name="a.eml", key="problem.not_permitted")),
        (IsADirectoryError(21, "dir"), Problem(name="a.eml", key="problem.is_a_folder")),
        (NotADirectoryError(20, "file"), Problem(name="a.eml", key="problem.not_a_folder")),
        (OSError(5, "I/O error"), Problem(name="a.eml", key="problem.other", reason="I/O error")),
    ],
)
def test_bad_input_becomes_a_problem_that_names_file_and_reason(
    error: Exception, expected: Problem
) -> None:
    assert _attempt(error) == expected


@pytest.mark.parametrize("error", [KeyError("x"), RecursionError("deep"), MemoryError()])
def test_a_crash_is_our_fault_and_says_where(error: Exception) -> None:
    problem = _attempt(error)

    assert isinstance(problem, Problem)
    assert (problem.status, problem.key) == (ExitStatus.OUR_FAULT, "problem.crash")
    assert problem.reason.startswith(type(error).__name__)
    assert "test_outcome.py:" in problem.reason


def test_what_works_is_given_back_as_it_is() -> None:
    assert attempt(lambda: 7, name="a", bad_input="problem.other") == 7
