"""Keep a lease while its holder waits for somebody else: a mail server may take minutes to answer.

If the process dies, so does the thread, and the lease runs out as always.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from django.db import connection, models
from django.utils import timezone

from kakekomi.desk.work.ledger import LEASE, Lease
from kakekomi.desk.work.models import Job, State

BEAT_S: Final = LEASE.total_seconds() / 3
"""Two may fail before the lease is lost."""


@contextmanager
def beating(lease: Lease, beat_s: float = BEAT_S) -> Iterator[None]:
    """For as long as the block lasts."""
    is_over = threading.Event()
    thread = threading.Thread(
        target=_beat, args=(lease, is_over, beat_s), name="heartbeat", daemon=True
    )
    thread.start()
    try:
        yield
    finally:
        is_over.set()
        thread.join()


def _beat(lease: Lease, is_over: threading.Event, beat_s: float) -> None:
    try:
        while not is_over.wait(beat_s):
            mine: models.QuerySet[Job] = Job.objects.filter(
                pk=lease.job_id, lease=lease.token, state=State.RUNNING
            )
            mine.update(lease_until=timezone.now() + LEASE)
    finally:
        connection.close()
