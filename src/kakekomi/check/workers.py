"""Worker processes: started when needed, replaced when a mail made an end of one.

Each shard is done by one process. If that ends, a new one takes the shard's mails one at a time,
so that the guilty one is known; it is then told as lost, and all others are done.
"""

import pickle
import threading
from typing import Self

from kakekomi.check.shard import Lost, Setup, Shard, Source, decode, encode, joined
from kakekomi.check.worker_process import WATCH_STATUS, WorkerDiedError, WorkerProcess


class Workers:
    """As many processes as are asked at the same time; ``with``. Any thread may ask."""

    def __init__(self, setup: Setup, first: WorkerProcess | None = None) -> None:
        self._setup = pickle.dumps(setup, pickle.HIGHEST_PROTOCOL)
        self._lock = threading.Lock()
        self._idle: list[WorkerProcess] = []
        self._all: list[WorkerProcess] = []
        self._is_closed = False
        if first is not None:
            self._all.append(first)
            self._idle.append(first)
            first.begin(self._setup)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def check(self, shard: Shard) -> bytes:
        """The encoded result of the shard, whatever its mails do."""
        try:
            return self._ask(shard)
        except WorkerDiedError:
            if self._is_closed:
                raise
        return encode(joined([decode(self._alone(source)) for source in shard.sources]))

    def _alone(self, source: Source) -> bytes:
        """A mail without the others: if its process ends again, the mail is to blame."""
        try:
            return self._ask(Shard(sources=(source,)))
        except WorkerDiedError as error:
            lost = Lost(name=source.name, is_limit=error.is_limit)
        return self._ask(Shard(sources=(lost,)))

    def _ask(self, shard: Shard) -> bytes:
        worker = self._take()
        try:
            answer = worker.ask(pickle.dumps(shard, pickle.HIGHEST_PROTOCOL))
        except WorkerDiedError:
            self._forget(worker)
            raise
        with self._lock:
            self._idle.append(worker)
        return answer

    def _take(self) -> WorkerProcess:
        with self._lock:
            if self._idle:
                return self._idle.pop()
            if self._is_closed:
                raise WorkerDiedError(WATCH_STATUS)
            worker = WorkerProcess()
            self._all.append(worker)
        worker.begin(self._setup)
        return worker

    def _forget(self, worker: WorkerProcess) -> None:
        with self._lock:
            self._all.remove(worker)
        worker.close()

    def close(self) -> None:
        """End all processes; who is still asking gets ``WorkerDiedError``."""
        with self._lock:
            self._is_closed = True
            for worker in self._all:
                worker.end()
            for worker in self._idle:
                worker.close()
