"""Where verdicts go; what each form looks like has tests of its own."""

import pytest

from cli.consoles import MemoryConsole
from cli.mails import make_result
from kakekomi.check.labels import Labels
from kakekomi.check.outcome import Problem
from kakekomi.cli import sinks
from kakekomi.cli.formats import Format
from kakekomi.cli.sinks import make_sink
from kakekomi.cli.summary import Tally


def _page(monkeypatch: pytest.MonkeyPatch, *verdicts: str, problems: int = 0) -> str:
    streams = MemoryConsole(monkeypatch)
    sink, tally = make_sink(Format.HTML, streams.console, Labels()), Tally()
    for number, verdict in enumerate(verdicts):
        result = make_result(verdict, subject=f"m{number}")
        sink.verdict(result)
        tally.verdict(result)
    for number in range(problems):
        sink.problem(Problem(name=f"p{number}", key="problem.other"))
    sink.close(tally)
    streams.console.out.flush()
    return streams.out


def test_a_few_mails_are_all_on_the_page_in_their_order(monkeypatch: pytest.MonkeyPatch) -> None:
    page = _page(monkeypatch, "nothing_found", "detected", "not_checked", "nothing_found")

    articles = page[page.index("<article>") :]
    assert [articles.index(f">m{number}<") for number in range(4)] == sorted(
        articles.index(f">m{number}<") for number in range(4)
    )
    assert page.count("<article>") == 4


def test_of_many_mails_those_are_on_the_page_that_somebody_has_to_act_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    page = _page(monkeypatch, *["nothing_found"] * 30, "detected", "suspicious")

    assert page.count("<article>") == 2
    assert "30 more mails are not shown here" in page
    assert "32 in all: 1 detected, 1 suspicious, 30 nothing found" in page
    assert "<h2>Dangerous mails</h2>" in page


def test_the_page_has_an_end_however_much_was_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sinks, "MAX_ARTICLES", 3)
    monkeypatch.setattr(sinks, "MAX_PROBLEMS", 2)

    page = _page(monkeypatch, *["detected"] * 10, problems=7)

    assert page.count("<article>") == 3
    assert "7 more mails are not shown here" in page
    assert "p1" in page
    assert "p2" not in page
    assert "<li>5 more</li>" in page


def test_a_single_mail_needs_no_tables(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "<table>" not in _page(monkeypatch, "detected")
