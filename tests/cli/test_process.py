import pytest
import typer

from cli.consoles import MemoryConsole
from kakekomi.cli.process import run_process
from kakekomi.facts.errors import ConfigurationError


def _run(monkeypatch: pytest.MonkeyPatch, result: object) -> tuple[int, str]:
    """Exit status and complaint of a program whose one command gives or raises this."""
    app = typer.Typer()

    @app.command()
    def judge() -> object:
        if isinstance(result, BaseException):
            raise result
        return result

    streams = MemoryConsole(monkeypatch)
    monkeypatch.setenv("LC_ALL", "C")
    monkeypatch.setattr("kakekomi.cli.process.put_in_words", lambda *_: None)
    return run_process(app, []), streams.err


@pytest.mark.parametrize(
    ("result", "expected"),
    [
        (20, (20, "")),
        (None, (0, "")),
        (
            ConfigurationError("not signed"),
            (2, "a setting or the knowledge pack is wrong: not signed\n"),
        ),
        (KeyboardInterrupt(), (130, "interrupted; the result is not whole\n")),
    ],
)
def test_each_end_has_its_status_and_its_sentence(
    monkeypatch: pytest.MonkeyPatch, result: object, expected: tuple[int, str]
) -> None:
    assert _run(monkeypatch, result) == expected


def test_a_fault_of_ours_is_status_1_in_one_line_without_a_traceback(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    status, complaint = _run(monkeypatch, RuntimeError("boom"))

    assert status == 1
    assert complaint.startswith(
        "stopped by a fault in Kakekomi (RuntimeError: boom at test_process"
    )
    assert complaint.count("\n") == 1
