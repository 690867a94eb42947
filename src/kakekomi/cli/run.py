"""Hand the results of a command to the reader as they come, and give its exit status."""

from collections.abc import Iterable, Iterator

from kakekomi.check.answer import Answer, MailResult
from kakekomi.check.exit_status import ExitStatus
from kakekomi.check.inputs import SKIPPED
from kakekomi.check.judging import Judging, labels_of
from kakekomi.check.outcome import Problem
from kakekomi.check.visible import visible
from kakekomi.cli.console import Console
from kakekomi.cli.formats import Format
from kakekomi.cli.progress import Progress
from kakekomi.cli.sinks import Sink, make_sink
from kakekomi.cli.summary import Tally

SKIPPED_NAMES = 3
"""Named in the notice; the rest are counted."""


def show(
    results: Iterable[Answer | Problem],
    *,
    form: Format,
    console: Console,
    judging: Judging,
    progress: Progress | None = None,
    own_domains: tuple[str, ...] = (),
) -> ExitStatus:
    """Write all results; what could not be done goes to standard error at once."""
    labels = labels_of(judging.choice, console.words.language)
    sink = make_sink(form, console, labels, own_domains)
    progress = progress or Progress(console)
    tally, skipped = Tally(), list[str]()
    for done, result in enumerate(_with_nothing_said(results, console, skipped), 1):
        _take(result, sink, tally)
        progress.done(done)
    console.end_progress()
    sink.close(tally)
    if skipped:
        tell_skipped(skipped, console)
    return tally.status


def _take(result: Answer | Problem, sink: Sink, tally: Tally) -> None:
    if isinstance(result, Problem):
        tally.problem(result)
        sink.problem(result)
    else:
        tally.verdict(result)
        sink.verdict(result)


def _with_nothing_said(
    results: Iterable[Answer | Problem], console: Console, skipped: list[str]
) -> Iterator[Answer | Problem]:
    """The results; problems are told, skipped files kept, and an empty answer is a problem."""
    nothing = True
    for given in results:
        result = given.problem or given if isinstance(given, MailResult) else given
        if isinstance(result, Problem) and result.key == SKIPPED:
            skipped.append(result.name)
            continue
        nothing = False
        if isinstance(result, Problem):
            tell(result, console)
        yield result
    if nothing:
        empty = Problem(name="", key="problem.no_mail", status=ExitStatus.NOT_CHECKED)
        tell(empty, console)
        yield empty


def tell(problem: Problem, console: Console) -> None:
    """Name the input and the reason on standard error."""
    words = console.asides
    reason = words(problem.key, reason=visible(problem.reason))
    name = f"{visible(problem.name)}{words('line.colon')}" if problem.name else ""
    console.tell(name + reason)


def tell_skipped(names: list[str], console: Console) -> None:
    """One line about all files that were no mails."""
    shown = _some(names, console)
    console.tell(console.asides("notice.skipped", count=len(names), names=shown))


def tell_changed(names: list[str], console: Console) -> None:
    """One line about all files that are not as they were when the check began."""
    console.tell(console.asides("notice.changed", names=_some(names, console)))


def _some(names: list[str], console: Console) -> str:
    words = console.asides
    shown = words("line.separator").join(map(visible, names[:SKIPPED_NAMES]))
    return words("notice.skipped_more", names=shown) if len(names) > SKIPPED_NAMES else shown
