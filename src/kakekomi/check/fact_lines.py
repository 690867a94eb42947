"""Facts as lines for other programs."""

from collections.abc import Iterable, Iterator

from kakekomi.check.answer import MailResult
from kakekomi.check.judging import Collected
from kakekomi.facts.wire import encode_lines


def facts_of(collected: Iterable[Collected]) -> Iterator[MailResult]:
    """The lines of each, and what went wrong."""
    for one in collected:
        if one.problem is not None:
            yield MailResult(problem=one.problem)
        for facts in one.facts:
            lines = b"".join(line + b"\n" for line in encode_lines(facts))
            yield MailResult(subject=facts.subject, data=lines)
