"""Print facts as they were collected, one row a line, for other programs."""

from collections.abc import Iterable

from kakekomi.check.answer import MailResult
from kakekomi.check.exit_status import ExitStatus, worst
from kakekomi.check.inputs import SKIPPED
from kakekomi.cli.console import Console
from kakekomi.cli.run import tell, tell_skipped


def show_facts(results: Iterable[MailResult], console: Console) -> ExitStatus:
    """Write all rows; facts are no verdict, so the status only says what could not be read."""
    statuses, skipped = [ExitStatus.NOTHING_FOUND], list[str]()
    for result in results:
        if result.problem is None:
            console.write(result.data)
        elif result.problem.key == SKIPPED:
            skipped.append(result.problem.name)
        else:
            tell(result.problem, console)
            statuses.append(result.problem.status)
    if skipped:
        tell_skipped(skipped, console)
    console.out.flush()
    return worst(statuses)
