"""Print facts as they were collected, one row a line, for other programs."""

from collections.abc import Iterable

from kakekomi.cli.console import Console
from kakekomi.cli.exit_status import ExitStatus, worst
from kakekomi.cli.judging import Collected
from kakekomi.cli.run import SKIPPED, tell, tell_skipped
from kakekomi.facts.wire import encode_lines


def show_facts(collected: Iterable[Collected], console: Console) -> ExitStatus:
    """Write all rows; facts are no verdict, so the status only says what could not be read."""
    statuses, skipped = [ExitStatus.NOTHING_FOUND], list[str]()
    for one in collected:
        if one.problem is not None and one.problem.key == SKIPPED:
            skipped.append(one.problem.name)
        elif one.problem is not None:
            tell(one.problem, console)
            statuses.append(one.problem.status)
        for facts in one.facts:
            for line in encode_lines(facts):
                console.write(line + b"\n")
    if skipped:
        tell_skipped(skipped, console)
    console.out.flush()
    return worst(statuses)
