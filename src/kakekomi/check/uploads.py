"""Have files checked that strangers hand in: each by a process of its own, made ready beforehand.

No process sees two files, so that what one file does to it reaches no other.
"""

import pickle
import threading
from dataclasses import replace
from typing import Final, Self

from kakekomi.check.nursery import Ward, open_nursery
from kakekomi.check.upload import Upload, UploadResult, UploadSetup, decode_result
from kakekomi.check.worker_process import WATCH_STATUS, WorkerDiedError, WorkerProcess
from kakekomi.facts.errors import UnavailableError

AT_ONCE: Final = 2
"""Files taken apart at the same time; each may take 600 MiB, and others wait."""

PATIENCE_S: Final = 6.0
"""For a place: an ordinary mail is done in a fraction; who waits longer holds up others."""


class Uploads:
    """Checks files; ``with``, or for the life of a process. Any thread may ask."""

    def __init__(self, setup: UploadSetup) -> None:
        self._nursery = open_nursery(pickle.dumps(setup, pickle.HIGHEST_PROTOCOL))
        self._lock = threading.Lock()
        self._places = threading.BoundedSemaphore(AT_ONCE)
        self._busy: set[WorkerProcess | Ward] = set()
        self._is_closed = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def check(self, upload: Upload) -> UploadResult:
        """What became of the file, whatever it does.

        Raises:
            UnavailableError: too many others are being checked.
            WorkerDiedError: even saying that it was lost is not possible, or this was closed.
        """
        if not self._places.acquire(timeout=PATIENCE_S):
            raise UnavailableError("too many files are being checked; try again in a minute")
        try:
            return self._checked(upload)
        finally:
            self._places.release()

    def _checked(self, upload: Upload) -> UploadResult:
        try:
            return self._ask(upload)
        except WorkerDiedError as error:
            lost = replace(upload, data=b"", is_lost=True, is_limit=error.is_limit)
        return self._ask(lost)

    def get_ready(self) -> None:
        """Have everything loaded before the first file comes."""
        if not self._is_closed:
            self._nursery.get_ready()

    def rest(self) -> None:
        """Begin nothing new; what is being checked goes on."""
        self._nursery.rest()

    def _ask(self, upload: Upload) -> UploadResult:
        worker = self._take()
        try:
            return decode_result(worker.ask(pickle.dumps(upload, pickle.HIGHEST_PROTOCOL)))
        finally:
            with self._lock:
                self._busy.discard(worker)
            worker.end()
            worker.close()

    def _take(self) -> WorkerProcess | Ward:
        with self._lock:
            if self._is_closed:
                raise WorkerDiedError(WATCH_STATUS)
            worker = self._nursery.take()
            self._busy.add(worker)
        return worker

    def close(self) -> None:
        """End all processes; who is still asking gets ``WorkerDiedError``."""
        with self._lock:
            self._is_closed = True
            is_idle = not self._busy
            for worker in self._busy:
                worker.end()
        self._nursery.close(is_idle=is_idle)
