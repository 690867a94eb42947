"""``trace``: whose mailbox the spoofs were made from.

The work is that of ``kakekomi.check.tracer``; here are the terminal, the workers and the words. The
answer is no verdict, so the status is 0 whatever it says.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import msgspec

from kakekomi.check.answer import MailResult
from kakekomi.check.exit_status import ExitStatus
from kakekomi.check.outcome import Problem
from kakekomi.check.shard import Output, Setup
from kakekomi.check.tracer import NoSpoofError, Traced, TraceInput, Tracer
from kakekomi.cli.common import Common
from kakekomi.cli.crew import crew
from kakekomi.cli.formats import Format
from kakekomi.cli.mail_options import MailOptions
from kakekomi.cli.progress import Progress
from kakekomi.cli.run import tell, tell_skipped


@dataclass(frozen=True, slots=True, kw_only=True)
class TraceOptions:
    """The arguments of ``trace``."""

    spoofs: Sequence[str]
    archives: Sequence[str]
    own_domains: Sequence[str] = ()
    passwords: Sequence[str] = ()
    jobs: int = 1


def trace(common: Common, options: TraceOptions) -> int:
    """Find out and write the answer."""
    given = TraceInput(
        spoofs=options.spoofs, archives=options.archives, own_domains=options.own_domains
    )
    terminal = _Terminal(common, options)
    tracer = Tracer(given, common.judging, terminal.read, terminal)
    try:
        traced = tracer.run()
    except NoSpoofError:
        tell(Problem(name="", key="trace.no_spoof"), common.console)
        return ExitStatus.UNREADABLE
    finally:
        common.console.end_progress()
    _write(common, traced)
    return ExitStatus.NOTHING_FOUND


class _Terminal:
    """Reads mails by workers, and tells a person how it goes."""

    def __init__(self, common: Common, options: TraceOptions) -> None:
        self._console = common.console
        self._options = options
        self._progress: Progress | None = None

    def read(self, setup: Setup, paths: Sequence[str]) -> Iterator[MailResult]:
        """All mails of the paths; of archives it is shown how far it is."""
        options = self._options
        mails = MailOptions(paths=paths, passwords=options.passwords, jobs=options.jobs)
        self._progress = Progress(self._console, paths) if setup.output is Output.LETTERS else None
        with crew(setup, mails) as readers:
            yield from readers.results(mails, progress=self._progress)
        if setup.output is Output.LETTERS:
            self._console.end_progress()

    def problem(self, problem: Problem, /) -> None:
        """Tell it."""
        tell(problem, self._console)

    def skipped(self, names: Sequence[str], /) -> None:
        """Tell it."""
        tell_skipped(list(names), self._console)

    def step(self, done: int, /) -> None:
        """Show it."""
        if self._progress is not None:
            self._progress.done(done)


def _write(common: Common, traced: Traced) -> None:
    answer = traced.document(common.console.words.language)
    if common.form is Format.JSON:
        common.console.write(msgspec.json.format(msgspec.json.encode(answer), indent=2) + b"\n")
        return
    from kakekomi.cli.trace_text import show  # noqa: PLC0415  for people only

    show(answer, common.console)
    common.console.close(common.language)
