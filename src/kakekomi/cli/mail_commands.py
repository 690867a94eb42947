"""``check mail`` and ``facts mail``, once their arguments are understood."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from kakekomi.cli import inputs, mails
from kakekomi.cli.answer import MailResult
from kakekomi.cli.common import Common
from kakekomi.cli.mails import Submit
from kakekomi.cli.shard import Output, Setup
from kakekomi.cli.show_facts import show_facts
from kakekomi.cli.visible import valid_text
from kakekomi.cli.worker_process import WorkerProcess
from kakekomi.cli.workers import Workers
from kakekomi.mail.context import MailContext


@dataclass(frozen=True, slots=True, kw_only=True)
class MailOptions:
    """What the user says about mails and how to check them."""

    paths: Sequence[str]
    passwords: Sequence[str] = ()
    own_domains: Sequence[str] = ()
    jobs: int = 1


def check_mail(common: Common, options: MailOptions, first: WorkerProcess) -> int:
    """Check mails."""
    setup = Setup(judging=common.judging, context=_context(options))
    with _workers(setup, first, options.jobs) as submit:
        return common.show(_results(options, submit))


def facts_mail(common: Common, options: MailOptions, first: WorkerProcess) -> int:
    """Print facts of mails."""
    setup = Setup(judging=common.judging, context=_context(options), output=Output.FACTS)
    with _workers(setup, first, options.jobs) as submit:
        return show_facts(_results(options, submit), common.console)


def _results(options: MailOptions, submit: Submit) -> Iterator[MailResult]:
    return mails.check(inputs.mails(options.paths), submit, jobs=options.jobs)


@contextmanager
def _workers(setup: Setup, first: WorkerProcess, jobs: int) -> Iterator[Submit]:
    """Threads that each drive a process."""
    from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415  while the first one starts

    with ThreadPoolExecutor(jobs) as executor, Workers(setup, first) as workers:
        yield lambda shard: executor.submit(workers.check, shard)


def _context(options: MailOptions) -> MailContext:
    domains = (valid_text(domain).removeprefix("@").lower() for domain in options.own_domains)
    return MailContext(
        own_domains=tuple(domains), passwords=tuple(map(valid_text, options.passwords))
    )
