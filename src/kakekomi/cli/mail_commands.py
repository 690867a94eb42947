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
    dask: str | None = None
    """Address of a scheduler; then its machines do the work."""
    dask_tls: tuple[str | None, str | None, str | None] = (None, None, None)
    """Files: authorities, our certificate, its key."""
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
        crew = stack.enter_context(_crew(setup, first, options))
        status = common.show(_results(options, crew, ledger))
        if ledger is not None and ledger.changed:
            tell_changed(ledger.changed, common.console)
        return status


def facts_mail(common: Common, options: MailOptions, first: WorkerProcess) -> int:
    """Print facts of mails."""
    setup = Setup(judging=common.judging, context=_context(options), output=Output.FACTS)
    with _crew(setup, first, options) as crew:
        return show_facts(_results(options, crew), common.console)


@dataclass(frozen=True, slots=True)
class _Crew:
    """Who does the work."""

    submit: Submit
    size: int
    is_elsewhere: bool = False


def _results(
    options: MailOptions, crew: _Crew, ledger: Ledger | None = None
) -> Iterator[MailResult]:
    sources = inputs.mails(options.paths, tuple(map(valid_text, options.passwords)))
    if not crew.is_elsewhere:
        return mails.check(sources, crew.submit, jobs=crew.size, ledger=ledger)
    from kakekomi.cli.cluster import carried  # noqa: PLC0415  for --dask only

    sizes = (mails.MAILS_PER_SHARD,)
    return mails.check(carried(sources), crew.submit, jobs=crew.size, sizes=sizes, ledger=ledger)


@contextmanager
def _crew(setup: Setup, first: WorkerProcess, options: MailOptions) -> Iterator[_Crew]:
    """Threads that each drive a process here, or a cluster."""
    if options.dask is not None:
        from kakekomi.cli.cluster import Cluster, join  # noqa: PLC0415  for --dask only

        first.end()
        first.close()
        names = ("tls_ca_file", "tls_client_cert", "tls_client_key")
        tls = {name: file for name, file in zip(names, options.dask_tls, strict=True) if file}
        with join(Cluster(url=options.dask, tls=tls), setup) as joined:
            yield _Crew(joined.submit, joined.threads, is_elsewhere=True)
        return
    from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415  while the first one starts

    with ThreadPoolExecutor(options.jobs) as executor, Workers(setup, first) as workers:
        yield _Crew(lambda shard: executor.submit(workers.check, shard), options.jobs)


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
