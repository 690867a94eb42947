"""Who does bulk work: worker processes here, or a cluster; and the mails that they are given."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from kakekomi.check import mails
from kakekomi.check.answer import MailResult
from kakekomi.check.ledger import Ledger
from kakekomi.check.mails import Submit
from kakekomi.check.shard import Setup
from kakekomi.check.visible import valid_text
from kakekomi.check.worker_process import WorkerProcess
from kakekomi.check.workers import Workers
from kakekomi.cli.mail_options import MailOptions
from kakekomi.cli.mail_sources import found_in
from kakekomi.cli.progress import Progress


@dataclass(frozen=True, slots=True)
class Crew:
    """Takes shards."""

    submit: Submit
    size: int
    """How many shards are done at the same time."""
    is_elsewhere: bool = False
    """Mails have to be sent along."""

    def results(
        self,
        options: MailOptions,
        *,
        ledger: Ledger | None = None,
        progress: Progress | None = None,
    ) -> Iterator[MailResult]:
        """Of all mails, in input order."""
        passwords = tuple(map(valid_text, options.passwords))
        sources = found_in(options.paths, passwords, options.secrets)
        sizes: tuple[int, ...] = (*mails.FIRST_SHARDS, mails.MAILS_PER_SHARD)
        if self.is_elsewhere:
            from kakekomi.check.cluster import carried  # noqa: PLC0415  for --dask only

            sources, sizes = carried(sources), sizes[-1:]
        return mails.check(
            sources, self.submit, jobs=self.size, sizes=sizes, ledger=ledger, watcher=progress
        )


@contextmanager
def crew(setup: Setup, options: MailOptions, first: WorkerProcess | None = None) -> Iterator[Crew]:
    """Threads that each drive a process here, or a cluster; ``first`` is one already started.

    Raises:
        ConfigurationError: there is no such cluster.
    """
    if options.dask is not None:
        from kakekomi.check.cluster import Cluster, join  # noqa: PLC0415  for --dask only

        if first is not None:
            first.end()
            first.close()
        names = ("tls_ca_file", "tls_client_cert", "tls_client_key")
        tls = {name: file for name, file in zip(names, options.dask_tls, strict=True) if file}
        with join(Cluster(url=options.dask, tls=tls), setup) as joined:
            yield Crew(joined.submit, joined.threads, is_elsewhere=True)
        return
    from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415  while the first one starts

    with ThreadPoolExecutor(options.jobs) as executor, Workers(setup, first) as workers:
        yield Crew(lambda shard: executor.submit(workers.check, shard), options.jobs)
