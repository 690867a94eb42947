"""Where verdicts go: at once for a person or a pipe, at the end for a page."""

from typing import Protocol, assert_never

from kakekomi.cli.answer import Answer, document_of, json_of
from kakekomi.cli.console import Console, Style
from kakekomi.cli.formats import Format
from kakekomi.cli.labels import Labels
from kakekomi.cli.outcome import Problem
from kakekomi.cli.summary import Tally
from kakekomi.guide.document import VerdictDocument


class Sink(Protocol):
    """Takes what a command has found, in order."""

    def verdict(self, answer: Answer) -> None:
        """One subject."""

    def problem(self, problem: Problem) -> None:
        """One input of which nothing came; it has been told already."""

    def close(self, tally: Tally) -> None:
        """Nothing more comes."""


def make_sink(form: Format, console: Console, labels: Labels) -> Sink:
    """The sink of the form."""
    match form:
        case Format.TEXT:
            return TextSink(console, labels)
        case Format.JSON:
            return JsonSink(console)
        case Format.JSONL:
            return JsonlSink(console)
        case Format.HTML:
            return HtmlSink(console, labels)
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
    """One page about all subjects; it needs them all before it begins."""

    def __init__(self, console: Console, labels: Labels) -> None:
        self._console = console
        self._labels = labels
        self._documents: list[VerdictDocument] = []
        self._problems: list[Problem] = []

    def verdict(self, answer: Answer) -> None:
        """Keep it."""
        self._documents.append(document_of(answer))

    def problem(self, problem: Problem) -> None:
        """Keep it: who reads the page must know what is not on it."""
        self._problems.append(problem)

    def close(self, tally: Tally) -> None:
        """Write the page."""
        from kakekomi.cli.page import render  # noqa: PLC0415  other forms need none of it

        words = self._console.words
        summary = (tally.line(words), *tally.names(words)) if tally.total > 1 else ()
        page = render(self._documents, self._problems, words, self._labels, summary=summary)
        self._console.write(page.encode("utf-8"))
