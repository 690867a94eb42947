"""Print facts as they were collected, one row a line, for other programs."""

from collections.abc import Iterable, Iterator

from kakekomi.cli.answer import MailResult
from kakekomi.cli.console import Console
from kakekomi.cli.exit_status import ExitStatus, worst
from kakekomi.cli.inputs import SKIPPED
from kakekomi.cli.judging import Collected
from kakekomi.cli.run import tell, tell_skipped
from kakekomi.facts.wire import encode_lines


def facts_of(collected: Iterable[Collected]) -> Iterator[MailResult]:
    """The lines of each, and what went wrong."""
    for one in collected:
        if one.problem is not None:
            yield MailResult(problem=one.problem)
        for facts in one.facts:
            lines = b"".join(line + b"\n" for line in encode_lines(facts))
            yield MailResult(subject=facts.subject, data=lines)


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
