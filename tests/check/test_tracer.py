"""What the tracer makes of mails that can't be read; its answers are tested at the command line."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

import pytest

from kakekomi.check.answer import MailResult
from kakekomi.check.judging import Judging, PackChoice
from kakekomi.check.language import Language
from kakekomi.check.outcome import Problem
from kakekomi.check.shard import Setup
from kakekomi.check.tracer import NoSpoofError, TraceInput, Tracer

JUDGING = Judging(
    choice=PackChoice(), language=Language.JA, now=datetime(2022, 3, 8, 9, tzinfo=UTC)
)


class Heard:
    def __init__(self) -> None:
        self.problems: list[str] = []
        self.passed: list[str] = []

    def problem(self, problem: Problem, /) -> None:
        self.problems.append(problem.name)

    def skipped(self, names: Sequence[str], /) -> None:
        self.passed += names

    def step(self, _: int, /) -> None:
        raise AssertionError


def test_without_a_readable_spoof_no_archive_is_opened_and_all_is_told() -> None:
    asked: list[tuple[str, ...]] = []

    def read(_: Setup, paths: Sequence[str]) -> Iterator[MailResult]:
        asked.append(tuple(paths))
        yield MailResult(problem=Problem(name="1.eml", key="problem.not_mail"))
        yield MailResult(problem=Problem(name="note.txt", key="notice.skipped"))

    heard = Heard()
    given = TraceInput(spoofs=("spoofs",), archives=("archives",))

    with pytest.raises(NoSpoofError):
        Tracer(given, JUDGING, read, heard).run()

    assert asked == [("spoofs",)]
    assert (heard.problems, heard.passed) == (["1.eml"], ["note.txt"])
