"""Where verdicts go: at once for a person or a pipe, at the end for a page."""

from typing import Final, Protocol, assert_never

from kakekomi.check.answer import Answer, MailResult, document_of, json_of
from kakekomi.check.labels import Labels
from kakekomi.check.outcome import Problem
from kakekomi.cli.console import Console, Style
from kakekomi.cli.formats import Format
from kakekomi.cli.roll import Roll
from kakekomi.cli.summary import Tally
from kakekomi.guide.document import VerdictDocument

ALL_UP_TO: Final = 20
"""Subjects of which each is shown in full; of more, only those that somebody has to act on."""

MAX_ARTICLES: Final = 200
"""Shown in full on one page; the tables and the JSON have more."""

MAX_PROBLEMS: Final = 200
"""Named on the page; all were told on standard error."""


class Sink(Protocol):
    """Takes what a command has found, in order."""

    def verdict(self, answer: Answer) -> None:
        """One subject."""

    def problem(self, problem: Problem) -> None:
        """One input of which nothing came; it has been told already."""

    def close(self, tally: Tally) -> None:
        """Nothing more comes."""


def make_sink(
    form: Format, console: Console, labels: Labels, own_domains: tuple[str, ...] = ()
) -> Sink:
    """The sink of the form."""
    match form:
        case Format.TEXT:
            return TextSink(console, labels)
        case Format.JSON:
            return JsonSink(console)
        case Format.JSONL:
            return JsonlSink(console)
        case Format.HTML:
            return HtmlSink(console, labels, own_domains)
        case _:
            assert_never(form)


class JsonlSink:
    """One line of JSON a subject and nothing else."""

    def __init__(self, console: Console) -> None:
        self._console = console

    def verdict(self, answer: Answer) -> None:
        """Write its line at once, so that a reader can follow."""
        self._console.write(json_of(answer) + b"\n")

    def problem(self, problem: Problem) -> None:
        """No subject, no line."""

    def close(self, tally: Tally) -> None:
        """Lines need no end."""


class JsonSink:
    """An array of the same objects, one a line."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._before = b"["

    def verdict(self, answer: Answer) -> None:
        """Write it with what separates it from the one before."""
        self._console.write(self._before + b"\n" + json_of(answer))
        self._before = b","

    def problem(self, problem: Problem) -> None:
        """No subject, no object."""

    def close(self, tally: Tally) -> None:  # noqa: ARG002  the array says it all
        """End the array, also an empty one."""
        self._console.write(b"[]\n" if self._before == b"[" else b"\n]\n")


class TextSink:
    """Text for a person; several subjects end with a summary."""

    def __init__(self, console: Console, labels: Labels) -> None:
        self._console = console
        self._labels = labels
        self._last: VerdictDocument | None = None

    def verdict(self, answer: Answer) -> None:
        """Write all about it."""
        from kakekomi.cli.text import render  # noqa: PLC0415  other forms need none of it

        if self._last is not None:
            self._console.say("\n" + "-" * self._console.width + "\n")
        self._last = document_of(answer)
        for line in render(self._last, self._console, self._labels):
            self._console.say(line)

    def problem(self, problem: Problem) -> None:
        """Told on standard error; the summary counts it."""

    def close(self, tally: Tally) -> None:
        """Say it all in one line, name those that matter, and say where more is."""
        from kakekomi.cli.text import more  # noqa: PLC0415

        console = self._console
        if tally.total > 1:
            console.say("\n" + console.styled(console.words("heading.summary"), Style.HEADING))
            for line in (tally.line(console.words), *tally.names(console.words)):
                console.say("  " + line)
        if self._last is not None:
            for line in more(self._last, console):
                console.say(line)


class HtmlSink:
    """One page about all subjects; it keeps what will be shown, and counts the rest."""

    def __init__(self, console: Console, labels: Labels, own_domains: tuple[str, ...] = ()) -> None:
        self._console = console
        self._labels = labels
        self._roll = Roll(own_domains)
        self._kept: dict[bool, list[tuple[int, Answer]]] = {True: [], False: []}
        """By whether somebody has to act on it, with its place."""
        self._count = 0
        self._problems: list[Problem] = []
        self._more_problems = 0

    def verdict(self, answer: Answer) -> None:
        """Keep it, if it is of those that are shown."""
        self._count += 1
        if isinstance(answer, MailResult):
            self._roll.add(answer)
        is_urgent = answer.verdict != "nothing_found"
        kept = self._kept[is_urgent]
        if len(kept) < (MAX_ARTICLES if is_urgent else ALL_UP_TO):
            kept.append((self._count, answer))

    def problem(self, problem: Problem) -> None:
        """Keep it: who reads the page must know what is not on it."""
        if len(self._problems) < MAX_PROBLEMS:
            self._problems.append(problem)
        else:
            self._more_problems += 1

    def close(self, tally: Tally) -> None:
        """Write the page."""
        from kakekomi.cli.page import Page, render  # noqa: PLC0415  other forms need none of it
        from kakekomi.cli.roll_page import tables  # noqa: PLC0415

        words = self._console.words
        kept = self._kept[True] + (self._kept[False] if self._count <= ALL_UP_TO else [])
        kept.sort(key=lambda placed: placed[0])
        page = Page(
            documents=[document_of(answer) for _, answer in kept],
            more_documents=self._count - len(kept),
            problems=self._problems,
            more_problems=self._more_problems,
            summary=(tally.line(words), *tally.names(words)) if tally.total > 1 else (),
            tables=tables(self._roll, words) if tally.total > 1 else "",
        )
        self._console.write(render(page, words, self._labels).encode("utf-8"))
