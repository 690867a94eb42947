"""Find out from files whose mailbox was robbed: the way that the command line and the desk share.

The spoofs are read first, then the archives stream by once; what is kept of them are numbers. The
spoofs are then judged by the rules with what the archives taught about people, which tells a
borrowed name, an abused account and a stolen thread apart. Who reads the mails is the caller's
choice: worker processes here, or a cluster.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import TYPE_CHECKING, Final, Protocol

import msgspec

from kakekomi.check.answer import MailResult
from kakekomi.check.inputs import SKIPPED
from kakekomi.check.judging import Judging, labels_of
from kakekomi.check.outcome import Problem
from kakekomi.check.shard import Output, Setup
from kakekomi.check.tracing import Units
from kakekomi.check.visible import valid_text
from kakekomi.facts.errors import ConfigurationError, ParseError
from kakekomi.facts.gap import Gap, What, Why
from kakekomi.mail.context import MailContext
from kakekomi.trace.letter import Letter, Spoof

if TYPE_CHECKING:
    from kakekomi.trace.document import SpoofDocument, TraceDocument
    from kakekomi.trace.explanation import Explanation

MAX_SPOOFS: Final = 50
"""Compared at once; further ones say what the first said, and each costs a pass by memory."""
MAX_GAPS: Final = 20
"""Unreadable mails that are named; the rest are counted."""
STOLEN_THREAD: Final = "stolen_thread"
"""The case that a match in an archive proves, whatever the rules see."""

Read = Callable[[Setup, Sequence[str]], Iterator[MailResult]]
"""What becomes of all mails in the files and folders, in their order."""


class NoSpoofError(ParseError):
    """None of the mails that were said to be spoofs could be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TraceInput:
    """Files and folders as they were named."""

    spoofs: Sequence[str]
    archives: Sequence[str]
    own_domains: Sequence[str] = ()


class Heard(Protocol):
    """Is told how it goes."""

    def problem(self, problem: Problem, /) -> None:
        """A mail could not be read."""

    def skipped(self, names: Sequence[str], /) -> None:
        """Files in folders that are no mail."""

    def step(self, done: int, /) -> None:
        """So many archived mails have passed by."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Traced:
    """What was found out, in no language yet."""

    found: "Explanation"
    cases: "tuple[SpoofDocument, ...]"
    gaps: tuple[Gap, ...]

    def document(self, language: str) -> "TraceDocument":
        """The answer as other programs read it, its sentences in that language."""
        from kakekomi.trace.document import document  # noqa: PLC0415  needs the extra
        from kakekomi.trace.says import says  # noqa: PLC0415  the same

        return document(self.found, says(self.found, language), cases=self.cases, gaps=self.gaps)


class Tracer:
    """One run; remembers what could not be read."""

    def __init__(self, given: TraceInput, judging: Judging, read: Read, heard: Heard) -> None:
        """Nothing is read yet. Raises: ConfigurationError if the part that computes is missing."""
        try:
            import numpy as np  # noqa: F401, PLC0415  an extra
        except ImportError as error:
            raise ConfigurationError("pip install 'kakekomi[trace]'") from error
        domains = tuple(valid_text(one).removeprefix("@").lower() for one in given.own_domains)
        self._given = replace(given, own_domains=domains)
        self._judging = judging
        self._read = read
        self._heard = heard
        self._unreadable: list[Problem] = []
        self._subjects: dict[str, str] = {}
        """By the name that a spoof is told by: its subject."""

    def run(self) -> Traced:
        """Find out. Raises: NoSpoofError."""
        spoofs = self._spoofs()
        if not spoofs:
            raise NoSpoofError("none of the spoofs can be read")
        found = self._explain(spoofs)
        cases = self._cases(spoofs, found)
        return Traced(found=found, cases=cases, gaps=tuple(self._gaps()))

    def _spoofs(self) -> list[Spoof]:
        """All of them, by file names that are told apart."""
        read = [
            msgspec.msgpack.decode(result.data, type=Spoof)
            for result in self._results(self._given.spoofs, Output.SPOOFS)
        ]
        if len(read) > MAX_SPOOFS:
            more = Problem(name="", key="trace.too_many", reason=str(MAX_SPOOFS))
            self._heard.problem(more)
            self._unreadable.append(replace(more, name=read[MAX_SPOOFS].name))
        kept = read[:MAX_SPOOFS]
        short = [PurePath(spoof.name.replace("\\", "/")).name for spoof in kept]
        named = []
        for spoof, name in zip(kept, short, strict=True):
            told = name if short.count(name) == 1 else spoof.name
            self._subjects[told] = spoof.name
            named.append(msgspec.structs.replace(spoof, name=told))
        return named

    def _explain(self, spoofs: Sequence[Spoof]) -> "Explanation":
        """Let the archives pass by."""
        from kakekomi.trace.explanation import explain  # noqa: PLC0415  needs the extra
        from kakekomi.trace.scan import Scan  # noqa: PLC0415  the same

        scan, units = Scan(spoofs), Units([valid_text(one) for one in self._given.archives])
        decoder = msgspec.msgpack.Decoder(Letter)
        for done, result in enumerate(self._results(self._given.archives, Output.LETTERS), 1):
            scan.add(decoder.decode(result.data), units.of(result.subject))
            self._heard.step(done)
        return explain(scan, units.names, self._given.own_domains)

    def _cases(self, spoofs: Sequence[Spoof], found: "Explanation") -> "tuple[SpoofDocument, ...]":
        """What kind of abuse each spoof is, by the rules of the pack and by the archives."""
        from kakekomi.trace.document import SpoofDocument  # noqa: PLC0415  needs the extra

        labels = labels_of(self._judging.choice, self._judging.language)
        owners = {one.owner.rpartition("@")[2] for one in found.archives if one.owner}
        own = tuple(self._given.own_domains) or tuple(sorted(owners))
        context = MailContext(own_domains=own, correspondents=found.known)
        seen: dict[str, set[str]] = {}
        for result in self._results(self._given.spoofs, Output.VERDICTS, context):
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

    def _gaps(self) -> Iterator[Gap]:
        """What could not be read."""
        for problem in self._unreadable[:MAX_GAPS]:
            why = Why.LIMIT if "limit" in problem.key or "many" in problem.key else Why.UNREADABLE
            yield Gap(what=What.MAIL, why=why, detail=problem.name)
        left = len(self._unreadable) - MAX_GAPS
        if left > 0:
            yield Gap(what=What.MAIL, why=Why.UNREADABLE, detail=f"+{left}")

    def _results(
        self, paths: Sequence[str], output: Output, context: MailContext | None = None
    ) -> Iterator[MailResult]:
        """Of all mails that could be read; the others are told."""
        setup = Setup(judging=self._judging, context=context or MailContext(), output=output)
        skipped: list[str] = []
        for result in self._read(setup, paths):
            problem = result.problem
            if problem is None:
                yield result
            elif problem.key == SKIPPED:
                skipped.append(problem.name)
            elif output is not Output.VERDICTS:
                self._heard.problem(problem)
                self._unreadable.append(problem)
        if skipped and output is not Output.VERDICTS:
            self._heard.skipped(skipped)
