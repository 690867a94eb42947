"""The mails that the user names, one after the other; what can't be read is told."""

from collections.abc import Iterator, Sequence
from functools import partial

from kakekomi.check import inputs
from kakekomi.check.inputs import SKIPPED, Found, Input
from kakekomi.check.outcome import Problem, attempt
from kakekomi.cli.console import Console
from kakekomi.cli.mail_sources import Secrets, found_in
from kakekomi.cli.run import tell


def mails(paths: Sequence[str], console: Console, *, limit_bytes: int) -> Iterator[bytes]:
    """At most so much of the beginning of each."""
    for found in found_in(paths, (), Secrets()):
        read = _read(found, limit_bytes)
        if not isinstance(read, Problem):
            yield read
        elif read.key != SKIPPED:
            tell(read, console)


def _read(found: Found, limit_bytes: int) -> bytes | Problem:
    if isinstance(found, Problem):
        return found
    if not isinstance(found, Input):
        return found.data[:limit_bytes]
    read = attempt(
        partial(inputs.read_to, found, limit_bytes=limit_bytes),
        name=found.name,
        bad_input="tell.failed",
    )
    return read if isinstance(read, Problem) else read[0]
