"""Counts over all subjects of one command, and the exit status that follows from them."""

from collections import Counter
from collections.abc import Iterator
from typing import Final

from kakekomi.check.answer import Answer
from kakekomi.check.exit_status import BY_VERDICT, ExitStatus, worst
from kakekomi.check.outcome import Problem
from kakekomi.check.visible import visible
from kakekomi.cli.words import Words

NAMED: Final = ("detected", "suspicious")
"""Verdicts that somebody has to act on; their subjects are named again at the end."""

MAX_NAMED: Final = 20
"""Of each such verdict; beyond that the list is no summary any more."""


class Tally:
    """Counts while the results come."""

    def __init__(self) -> None:
        self._named: dict[str, list[str]] = {verdict: [] for verdict in NAMED}
        self._verdicts: Counter[str] = Counter()
        self._problems: Counter[ExitStatus] = Counter()

    def verdict(self, answer: Answer) -> None:
        """Count a verdict."""
        self._verdicts[answer.verdict] += 1
        names = self._named.get(answer.verdict)
        if names is not None and len(names) < MAX_NAMED:
            names.append(answer.subject)

    def problem(self, problem: Problem) -> None:
        """Count a problem; one that is only mentioned changes nothing."""
        self._problems[problem.status] += 1

    @property
    def total(self) -> int:
        """Subjects and inputs that gave none; a crash has its subject already."""
        return self._verdicts.total() + self._problems[ExitStatus.UNREADABLE]

    @property
    def status(self) -> ExitStatus:
        """The worst of all."""
        verdicts = (BY_VERDICT[verdict] for verdict in self._verdicts)
        return worst([*verdicts, *self._problems])

    def line(self, words: Words) -> str:
        """All counts in one line, the worst first, without those that are zero."""
        counts = [
            words(f"line.count_{verdict}", count=self._verdicts[verdict])
            for verdict in BY_VERDICT
            if self._verdicts[verdict]
        ]
        if unreadable := self._problems[ExitStatus.UNREADABLE]:
            counts.append(words("line.count_unreadable", count=unreadable))
        if crashed := self._problems[ExitStatus.OUR_FAULT]:
            counts.append(words("line.count_crashed", count=crashed))
        total = words("line.total", count=self.total)
        return total + words("line.colon") + words("line.separator").join(counts)

    def names(self, words: Words) -> Iterator[str]:
        """A line for each subject that somebody has to act on, the worst first."""
        for verdict, names in self._named.items():
            short = words(f"line.short_{verdict}") + words("line.colon")
            yield from (short + visible(name) for name in names)
            if (left := self._verdicts[verdict] - len(names)) > 0:
                yield short + words("line.more_names", count=left)
