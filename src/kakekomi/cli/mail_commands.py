"""``check mail`` and ``facts mail``, once their arguments are understood."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace

from kakekomi import __version__
from kakekomi.cli import inputs, mails
from kakekomi.cli.answer import MailResult
from kakekomi.cli.common import Common
from kakekomi.cli.judging import load_pack
from kakekomi.cli.ledger import Ledger, settings_digest
from kakekomi.cli.mails import Submit
from kakekomi.cli.outcome import Problem, attempt
from kakekomi.cli.run import tell, tell_changed
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
    resume: str | None = None


def check_mail(common: Common, options: MailOptions, first: WorkerProcess) -> int:
    """Check mails."""
    with ExitStack() as stack:
        ledger = _ledger(common, options)
        if isinstance(ledger, Problem):
            tell(ledger, common.console)
            first.end()
            return ledger.status
        if ledger is not None:
            stack.enter_context(ledger)
            common = replace(common, judging=replace(common.judging, now=ledger.now))
        setup = Setup(judging=common.judging, context=_context(options))
        submit = stack.enter_context(_workers(setup, first, options.jobs))
        status = common.show(_results(options, submit, ledger))
        if ledger is not None and ledger.changed:
            tell_changed(ledger.changed, common.console)
        return status


def facts_mail(common: Common, options: MailOptions, first: WorkerProcess) -> int:
    """Print facts of mails."""
    setup = Setup(judging=common.judging, context=_context(options), output=Output.FACTS)
    with _workers(setup, first, options.jobs) as submit:
        return show_facts(_results(options, submit), common.console)


def _results(
    options: MailOptions, submit: Submit, ledger: Ledger | None = None
) -> Iterator[MailResult]:
    sources = inputs.mails(options.paths, tuple(map(valid_text, options.passwords)))
    return mails.check(sources, submit, jobs=options.jobs, ledger=ledger)


@contextmanager
def _workers(setup: Setup, first: WorkerProcess, jobs: int) -> Iterator[Submit]:
    """Threads that each drive a process."""
    from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415  while the first one starts

    with ThreadPoolExecutor(jobs) as executor, Workers(setup, first) as workers:
        yield lambda shard: executor.submit(workers.check, shard)


def _ledger(common: Common, options: MailOptions) -> Ledger | Problem | None:
    path = options.resume
    if path is None:
        return None
    pack = load_pack(common.judging.choice)
    settings = settings_digest(
        __version__,
        f"{pack.id} {pack.version}",
        common.judging.language,
        *map(valid_text, ("paths", *options.paths)),
        *map(valid_text, ("passwords", *options.passwords)),
        *map(valid_text, ("domains", *options.own_domains)),
    )
    return attempt(
        lambda: Ledger(path, settings, common.judging.now),
        name=valid_text(path),
        bad_input="problem.other",
    )


def _context(options: MailOptions) -> MailContext:
    domains = (valid_text(domain).removeprefix("@").lower() for domain in options.own_domains)
    return MailContext(
        own_domains=tuple(domains), passwords=tuple(map(valid_text, options.passwords))
    )
