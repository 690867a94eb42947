from datetime import UTC, datetime

import pytest

from cli.consoles import MemoryConsole
from cli.documents import make_document
from kakekomi.check.exit_status import ExitStatus
from kakekomi.check.inputs import SKIPPED
from kakekomi.check.judging import Judging, PackChoice, Result
from kakekomi.check.language import Language
from kakekomi.check.outcome import Problem
from kakekomi.cli.formats import Format
from kakekomi.cli.run import show

JUDGING = Judging(choice=PackChoice(), language=Language.EN, now=datetime(2022, 3, 7, tzinfo=UTC))


def _skipped(name: str) -> Problem:
    return Problem(name=name, key=SKIPPED, status=ExitStatus.NOTHING_FOUND)


def _show(
    monkeypatch: pytest.MonkeyPatch, *results: Result, form: Format = Format.JSONL
) -> tuple[int, str, str]:
    streams = MemoryConsole(monkeypatch)
    status = show(results, form=form, console=streams.console, judging=JUDGING)
    return status, streams.out, streams.err


def test_a_problem_is_told_at_once_on_standard_error(monkeypatch: pytest.MonkeyPatch) -> None:
    status, out, err = _show(
        monkeypatch, Problem(name="a\x1b", key="problem.other", reason="I/O\nerror")
    )

    assert (status, out, err) == (2, "", "a[U+001B]: can't be read (I/O↵error)\n")


def test_skipped_files_are_counted_and_the_first_are_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    status, out, err = _show(
        monkeypatch, make_document(), *(_skipped(f"{n}.png") for n in range(5))
    )

    assert status == ExitStatus.SUSPICIOUS
    assert out.count("\n") == 1
    assert err == "skipped because they are no mails (5): 0.png, 1.png, 2.png and others\n"


def test_nothing_at_all_is_not_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    assert _show(monkeypatch) == (30, "", "there was no mail to check\n")


def test_a_single_subject_needs_no_summary_and_two_have_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    one = _show(monkeypatch, make_document(), form=Format.TEXT)[1]
    two = _show(monkeypatch, make_document(), make_document(), form=Format.TEXT)[1]

    assert "In short" not in one
    assert "\nIn short\n  2 in all: 2 suspicious\n  suspicious: in/a.eml\n" in two
