"""``trace``: whose mailbox the spoofs were made from.

The spoofs are read first, then the archives stream by once; what is kept of them are numbers. The
spoofs are then judged by the rules with what the archives taught about people, which tells a
borrowed name, an abused account and a stolen thread apart. The answer is no verdict, so the status
is 0 whatever it says.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import TYPE_CHECKING, Final

import msgspec

from kakekomi.check.answer import MailResult
from kakekomi.check.exit_status import ExitStatus
from kakekomi.check.inputs import SKIPPED
from kakekomi.check.judging import labels_of
from kakekomi.check.outcome import Problem
from kakekomi.check.shard import Output, Setup
from kakekomi.check.tracing import Units
from kakekomi.check.visible import valid_text
from kakekomi.cli.common import Common
from kakekomi.cli.crew import crew
from kakekomi.cli.formats import Format
from kakekomi.cli.mail_options import MailOptions
from kakekomi.cli.progress import Progress
from kakekomi.cli.run import tell, tell_skipped
from kakekomi.facts.errors import ConfigurationError
from kakekomi.facts.gap import Gap, What, Why
from kakekomi.mail.context import MailContext
from kakekomi.trace.letter import Letter, Spoof

if TYPE_CHECKING:
    from kakekomi.trace.document import SpoofDocument
    from kakekomi.trace.explanation import Explanation

MAX_SPOOFS: Final = 50
"""Compared at once; further ones say what the first said, and each costs a pass by memory."""
MAX_GAPS: Final = 20
"""Unreadable mails that are named; the rest are counted."""
STOLEN_THREAD: Final = "stolen_thread"
"""The case that a match in an archive proves, whatever the rules see."""


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
    try:
        import numpy as np  # noqa: F401, PLC0415  an extra
    except ImportError as error:
        raise ConfigurationError("pip install 'kakekomi[trace]'") from error
    domains = tuple(valid_text(one).removeprefix("@").lower() for one in options.own_domains)
    tracer = _Tracer(common, replace(options, own_domains=domains))
    spoofs = tracer.spoofs()
    if not spoofs:
        tell(Problem(name="", key="trace.no_spoof"), common.console)
        return ExitStatus.UNREADABLE
    found = tracer.explain(spoofs)
    _write(common, found, tracer.cases(spoofs, found), tuple(tracer.gaps()))
    return ExitStatus.NOTHING_FOUND


class _Tracer:
    """One run; remembers what could not be read."""

    def __init__(self, common: Common, options: TraceOptions) -> None:
        self._common = common
        self._options = options
        self._unreadable: list[Problem] = []
        self._subjects: dict[str, str] = {}
        """By the name that a spoof is told by: its subject."""

    def spoofs(self) -> list[Spoof]:
        """All of them, by file names that are told apart."""
        read = [
            msgspec.msgpack.decode(result.data, type=Spoof)
            for result in self._results(self._options.spoofs, Output.SPOOFS)
        ]
        if len(read) > MAX_SPOOFS:
            more = Problem(name="", key="trace.too_many", reason=str(MAX_SPOOFS))
            tell(more, self._common.console)
            self._unreadable.append(replace(more, name=read[MAX_SPOOFS].name))
        kept = read[:MAX_SPOOFS]
        short = [PurePath(spoof.name.replace("\\", "/")).name for spoof in kept]
        named = []
        for spoof, name in zip(kept, short, strict=True):
            told = name if short.count(name) == 1 else spoof.name
            self._subjects[told] = spoof.name
            named.append(msgspec.structs.replace(spoof, name=told))
        return named

    def explain(self, spoofs: Sequence[Spoof]) -> "Explanation":
        """Let the archives pass by."""
        from kakekomi.trace.explanation import explain  # noqa: PLC0415  needs the extra
        from kakekomi.trace.scan import Scan  # noqa: PLC0415  the same

        scan, units = Scan(spoofs), Units([valid_text(one) for one in self._options.archives])
        progress = Progress(self._common.console, self._options.archives)
        results = self._results(self._options.archives, Output.LETTERS, progress)
        decoder = msgspec.msgpack.Decoder(Letter)
        for done, result in enumerate(results, 1):
            scan.add(decoder.decode(result.data), units.of(result.subject))
            progress.done(done)
        self._common.console.end_progress()
        return explain(scan, units.names, self._options.own_domains)

    def cases(self, spoofs: Sequence[Spoof], found: "Explanation") -> "tuple[SpoofDocument, ...]":
        """What kind of abuse each spoof is, by the rules of the pack and by the archives."""
        from kakekomi.trace.document import SpoofDocument  # noqa: PLC0415  needs the extra

        common = self._common
        labels = labels_of(common.judging.choice, common.console.words.language)
        owners = {one.owner.rpartition("@")[2] for one in found.archives if one.owner}
        own = tuple(self._options.own_domains) or tuple(sorted(owners))
        context = MailContext(own_domains=own, correspondents=found.known)
        seen: dict[str, set[str]] = {}
        for result in self._results(self._options.spoofs, Output.VERDICTS, context=context):
            rules = [finding.rule for finding in result.document.findings]
            seen[result.subject] = {
                labels.sender_cases[rule].removeprefix("sender.")
                for rule in rules
                if rule in labels.sender_cases
            }
        told = []
        for spoof in spoofs:
            is_stolen = spoof.name not in (*found.unmatched, *found.without_quote)
            stolen = {STOLEN_THREAD} if is_stolen else set[str]()
            cases = seen.get(self._subjects[spoof.name], set[str]()) | stolen
            told.append(SpoofDocument(spoof.name, tuple(sorted(cases))))
        return tuple(told)

    def gaps(self) -> Iterator[Gap]:
        """What could not be read."""
        for problem in self._unreadable[:MAX_GAPS]:
            why = Why.LIMIT if "limit" in problem.key or "many" in problem.key else Why.UNREADABLE
            yield Gap(what=What.MAIL, why=why, detail=problem.name)
        left = len(self._unreadable) - MAX_GAPS
        if left > 0:
            yield Gap(what=What.MAIL, why=Why.UNREADABLE, detail=f"+{left}")

    def _results(
        self,
        paths: Sequence[str],
        output: Output,
        progress: Progress | None = None,
        context: MailContext | None = None,
    ) -> Iterator[MailResult]:
        """Of all mails that could be read; the others are told."""
        console, options = self._common.console, self._options
        setup = Setup(judging=self._common.judging, context=context or MailContext(), output=output)
        mails = MailOptions(paths=paths, passwords=options.passwords, jobs=options.jobs)
        skipped: list[str] = []
        with crew(setup, mails) as readers:
            for result in readers.results(mails, progress=progress):
                problem = result.problem
                if problem is None:
                    yield result
                elif problem.key == SKIPPED:
                    skipped.append(problem.name)
                elif output is not Output.VERDICTS:
                    tell(problem, console)
                    self._unreadable.append(problem)
        if skipped and output is not Output.VERDICTS:
            tell_skipped(skipped, console)


def _write(
    common: Common,
    found: "Explanation",
    cases: "Sequence[SpoofDocument]",
    gaps: Sequence[Gap],
) -> None:
    from kakekomi.trace.document import document  # noqa: PLC0415  needs the extra
    from kakekomi.trace.says import says  # noqa: PLC0415  the same

    language = common.console.words.language
    answer = document(found, says(found, language), cases=cases, gaps=gaps)
    if common.form is Format.JSON:
        common.console.write(msgspec.json.format(msgspec.json.encode(answer), indent=2) + b"\n")
        return
    from kakekomi.cli.trace_text import show  # noqa: PLC0415  for people only

    show(answer, common.console)
    common.console.close(common.language)
