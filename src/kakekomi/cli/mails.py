"""Check mails, and show their facts: pieces of work that any process can do."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final

from kakekomi.cli import inputs
from kakekomi.cli.executor import in_order
from kakekomi.cli.exit_status import ExitStatus
from kakekomi.cli.inputs import MAX_STRAY_BYTES, Input
from kakekomi.cli.judging import (
    Collected,
    Judging,
    Result,
    collect,
    conclude,
    load_scanner,
)
from kakekomi.cli.outcome import Problem
from kakekomi.cli.run import SKIPPED
from kakekomi.facts.errors import ParseError
from kakekomi.facts.subject import Kind, SubjectFacts
from kakekomi.mail.collect import collect as collect_mail
from kakekomi.mail.context import MailContext
from kakekomi.mail.mime import MAX_MAIL_BYTES

MAILS_PER_PIECE: Final = 64
"""Enough that judging in one pass pays, few enough that the answers keep coming."""

PROCESSES_FOR_DOUBT: Final = 2
"""Where one mail in a piece has killed its process; never in ours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MailWork:
    """Some inputs with all that is needed to check them. Picklable."""

    sources: tuple[Input | Problem, ...]
    context: MailContext
    judging: Judging


def check(
    paths: Sequence[str], *, context: MailContext, judging: Judging, jobs: int
) -> Iterator[Result]:
    """Verdicts and problems in input order."""
    pieces = _pieces(inputs.mails(paths), context, judging)
    for results in in_order(_check_piece, pieces, jobs=jobs, lost=_lost_piece):
        yield from results


def _pieces(
    sources: Iterator[Input | Problem], context: MailContext, judging: Judging
) -> Iterator[MailWork]:
    while piece := tuple(islice(sources, MAILS_PER_PIECE)):
        yield MailWork(sources=piece, context=context, judging=judging)


def _check_piece(work: MailWork) -> list[Result]:
    return conclude(list(collected(work.sources, work.context, work.judging)), work.judging)


def _lost_piece(work: MailWork) -> list[Result]:
    """Its process was killed: look for the mail that does it, so that only that one is lost."""
    if len(work.sources) > 1:
        alone = (replace(work, sources=(source,)) for source in work.sources)
        found = in_order(_check_piece, alone, jobs=PROCESSES_FOR_DOUBT, lost=_lost_piece)
        return [result for results in found for result in results]
    return [
        Problem(name=source.name, key="problem.pool", status=ExitStatus.OUR_FAULT)
        for source in work.sources
    ]


def collected(
    sources: Iterable[Input | Problem], context: MailContext, judging: Judging
) -> Iterator[Collected]:
    """The facts of each mail."""
    for source in sources:
        if isinstance(source, Problem):
            yield Collected(problem=source)
        else:
            yield _collected(source, context, judging)


def _collected(source: Input, context: MailContext, judging: Judging) -> Collected:
    result = collect(
        lambda: _facts(source, context, judging),
        name=source.name,
        kind=Kind.MAIL,
        bad_input="problem.not_mail",
    )
    problem = result.problem
    if problem is None or source.must_be_mail or problem.key != "problem.not_mail":
        return result
    return Collected(
        problem=Problem(name=source.name, key=SKIPPED, status=ExitStatus.NOTHING_FOUND)
    )


def _facts(source: Input, context: MailContext, judging: Judging) -> SubjectFacts:
    """One byte over the cap is handed on, so that the reader of mails says that it is cut."""
    limit = MAX_MAIL_BYTES if source.must_be_mail else MAX_STRAY_BYTES
    data = inputs.read(source, limit_bytes=limit)
    if len(data) > limit and not source.must_be_mail:
        raise ParseError("too large for a mail", where=source.name)
    scanner = load_scanner(judging.choice)
    return collect_mail(data, subject=source.name, context=context, scanner=scanner)
