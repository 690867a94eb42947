"""Bulk work on a Dask cluster: the same shards to the same worker processes, on many machines.

Mails are read here and sent along, since the machines of a cluster need not see our disk. On each
of them a thread of Dask drives a worker process as our own threads do, so that a mail that kills
its process does not kill a machine of the cluster. Settings of TLS that are not given here are
Dask's own (its configuration files, ``DASK_DISTRIBUTED__COMM__TLS__…``).
"""

import logging
import pickle
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from kakekomi import __version__
from kakekomi.check import inputs
from kakekomi.check.inputs import Found, Input, Letter
from kakekomi.check.outcome import attempt
from kakekomi.check.shard import Setup, Shard
from kakekomi.check.workers import Workers
from kakekomi.facts.errors import ConfigurationError
from kakekomi.mail.mime import MAX_MAIL_BYTES

if TYPE_CHECKING:
    from kakekomi.check.mails import Submit

SCHEMES: Final = ("tcp://", "tls://", "ws://", "wss://")
"""How a scheduler is spoken to; anything else is a slip that would be tried for long."""

CONNECT_S: Final = 10
"""For the scheduler to answer."""

MAX_IDLE_SETUPS: Final = 2
"""Kept with their processes on a machine of the cluster, for the next shard of theirs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """Where the scheduler is, and who we are to it."""

    url: str
    tls: Mapping[str, str] = field(default_factory=dict)
    """Files by their names in Dask: tls_ca_file, tls_client_cert, tls_client_key."""


@dataclass(frozen=True, slots=True)
class Joined:
    """A cluster at work."""

    submit: "Submit"
    threads: int
    """Of all its machines: as many shards are done at the same time."""


@contextmanager
def join(cluster: Cluster, setup: Setup) -> Iterator[Joined]:
    """Connect.

    Raises:
        ConfigurationError: the extra is missing here, or Kakekomi there; nobody answers.
    """
    client = _connected(cluster)
    try:
        threads = _threads(client)
        blob = client.scatter(pickle.dumps(setup), broadcast=True, hash=False)
        executor = client.get_executor(pure=False)
        yield Joined(lambda shard: executor.submit(check_there, blob, shard), threads)
    finally:
        client.close(timeout=CONNECT_S)


def _connected(cluster: Cluster) -> Any:  # noqa: ANN401  an extra without types
    try:
        distributed: Any = import_module("distributed")  # an extra; it costs half a second
    except ImportError as error:
        raise ConfigurationError("--dask needs more: pip install 'kakekomi[dask]'") from error
    if not cluster.url.startswith(SCHEMES):
        raise ConfigurationError(f"no cluster at {cluster.url!r}: write tcp://… or tls://…")
    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # failures are told by ourselves
    try:
        security = distributed.Security(require_encryption=True, **cluster.tls)
        return distributed.Client(
            cluster.url,
            timeout=CONNECT_S,
            security=security if cluster.tls else None,
            set_as_default=False,
        )
    except (OSError, ValueError, TypeError, RuntimeError) as error:
        raise ConfigurationError(f"no cluster at {cluster.url!r}: {error!s:.300}") from error


def _threads(client: Any) -> int:  # noqa: ANN401
    """How many, if all machines have the same Kakekomi as we."""
    threads = sum(client.nthreads().values())
    if not threads:
        raise ConfigurationError("the cluster has no machine at work")
    try:
        versions = client.run(version_there)
    except ImportError as error:
        raise ConfigurationError(f"a machine of the cluster has no Kakekomi: {error}") from error
    for address, version in sorted(versions.items()):
        if version != __version__:
            raise ConfigurationError(f"{address} has Kakekomi {version}, and we are {__version__}")
    return int(threads)


def version_there() -> str:
    """Asked on each machine."""
    return __version__


def carried(sources: Iterable[Found]) -> Iterator[Found]:
    """The sources with each file read, as far as a mail may be long."""
    return (_letter(source) if isinstance(source, Input) else source for source in sources)


def _letter(source: Input) -> Found:
    def read() -> Letter:
        data = inputs.read(source, limit_bytes=MAX_MAIL_BYTES)
        return Letter(name=source.name, data=data, path=source.path)

    return attempt(read, name=source.name, bad_input="problem.other")


class _Crews:
    """On a machine of the cluster: worker processes for each setup that is in use."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._workers: dict[bytes, Workers] = {}
        self._asking: dict[bytes, int] = {}

    def check(self, setup: bytes, shard: Shard) -> bytes:
        """As ``Workers.check``."""
        workers = self._take(setup)
        try:
            return workers.check(shard)
        finally:
            self._give_back(setup)

    def _take(self, setup: bytes) -> Workers:
        with self._lock:
            if setup not in self._workers:
                self._workers[setup] = Workers(pickle.loads(setup))  # noqa: S301  from our own
                self._asking[setup] = 0
            self._asking[setup] += 1
            return self._workers[setup]

    def _give_back(self, setup: bytes) -> None:
        with self._lock:
            self._asking[setup] -= 1
            idle = [one for one, asking in self._asking.items() if not asking]
            for old in idle[:-MAX_IDLE_SETUPS]:
                self._workers.pop(old).close()
                del self._asking[old]


_CREWS: Final = _Crews()


def check_there(setup: bytes, shard: Shard) -> bytes:
    """Done on a machine of the cluster."""
    return _CREWS.check(setup, shard)
