"""Counts over all subjects of one command, and the exit status that follows from them."""

from collections import Counter

from kakekomi.cli.exit_status import BY_VERDICT, ExitStatus, worst
from kakekomi.cli.outcome import Problem
from kakekomi.cli.words import Words
from kakekomi.guide.document import VerdictDocument


class Tally:
    """Counts while the results come."""

    def __init__(self) -> None:
        self._verdicts: Counter[str] = Counter()
        self._problems: Counter[ExitStatus] = Counter()

    def verdict(self, document: VerdictDocument) -> None:
        """Count a verdict."""
        self._verdicts[document.verdict] += 1

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
